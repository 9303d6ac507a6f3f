using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Shell;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Commands.Pinning;

/// <summary>Puts pins into the files <c>Digests</c> beside shell rules.</summary>
internal static class ShellPinning
{
    /// <summary>The texts that the files have with the pins, by absolute path.</summary>
    public static ImmutableSortedDictionary<string, string> Write(IEnumerable<Pin> pins) => pins
        .GroupBy(pin => Path.Combine(Path.GetFullPath(pin.Package.Directory), Digests.FileName), StringComparer.Ordinal)
        .ToImmutableSortedDictionary(file => file.Key, file => With(file.Key, file), StringComparer.Ordinal);

    private static string With(string path, IEnumerable<Pin> pins)
    {
        var diagnostics = new DiagnosticBag();
        var text = TextFile.Read(path, path, diagnostics) ?? "";
        diagnostics.ThrowIfErrors();
        var digests = pins.GroupBy(pin => Digests.ArchiveOf(pin.Source.Uri), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal);
        var written = Digests.With(text, digests);

        // Lines that meant nothing are gone, so that a fault now is one of ours.
        var read = Digests.Parse(written, path, diagnostics);
        diagnostics.ThrowIfErrors();
        var expected = Digests.Parse(text, path, new DiagnosticBag()).SetItems(digests);
        return read.Count == expected.Count && expected.All(entry => read.GetValueOrDefault(entry.Key) == entry.Value)
            ? written
            : throw new InvalidOperationException($"{path} would not say what it has to: {written}");
    }
}
