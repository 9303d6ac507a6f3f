using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>
/// The file <c>Digests</c> beside shell rules, which have no place for checksums of their own: a line for each
/// archive, as <c>sha256sum</c> writes it.
/// </summary>
public static class Digests
{
    /// <summary>The file's name.</summary>
    public const string FileName = "Digests";

    /// <summary>Reads the digests of a package's archives.</summary>
    /// <param name="directory">The package's directory.</param>
    /// <param name="displayName">The directory as the user would name it.</param>
    /// <param name="diagnostics">Gets the faults.</param>
    /// <returns>SHA-256 by archive name; empty when there is no such file.</returns>
    public static ImmutableDictionary<string, string> Read(string directory, string displayName, DiagnosticBag diagnostics)
    {
        var digests = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var file = $"{displayName}/{FileName}";
        var line = 0;
        foreach (var content in (TextFile.Read(Path.Combine(directory, FileName), file, diagnostics) ?? "").Split('\n'))
        {
            line++;
            if (content.Trim() is "" or ['#', ..])
            {
                continue;
            }

            if (content.Length > 66 && content.AsSpan(0, 64).IndexOfAnyExcept(Hex) < 0 && content[64..66] is "  " or " *")
            {
                digests[content[66..].TrimEnd()] = content[..64].ToLowerInvariant();
            }
            else
            {
                diagnostics.Error(
                    DiagnosticCodes.InvalidValue,
                    new SourceLocation(file, line),
                    "The line is not 64 hexadecimal digits, two spaces and an archive's name.",
                    "Write the file anew: dotnet cake --target=Checksums");
            }
        }

        return digests.ToImmutable();
    }

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
