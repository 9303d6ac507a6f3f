using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>
/// The file <c>Digests</c> beside shell rules, which have no place for checksums of their own: a line for each
/// archive, as <c>sha256sum</c> writes it.
/// </summary>
public static class Digests
{
    /// <summary>The file's name.</summary>
    public const string FileName = "Digests";

    private const int DigestLength = 64;

    /// <summary>Reads the digests of a package's archives.</summary>
    /// <param name="directory">The package's directory.</param>
    /// <param name="displayName">The directory as the user would name it.</param>
    /// <param name="diagnostics">Gets the faults.</param>
    /// <returns>SHA-256 by archive name; empty when there is no such file.</returns>
    public static ImmutableDictionary<string, string> Read(string directory, string displayName, DiagnosticBag diagnostics)
    {
        var file = $"{displayName}/{FileName}";
        return Parse(TextFile.Read(Path.Combine(directory, FileName), file, diagnostics) ?? "", file, diagnostics);
    }

    /// <summary>Writes digests into the text of such a file. Comments and the digests of other archives stay; lines that mean nothing go.</summary>
    /// <param name="text">The text; empty when there is no such file yet.</param>
    /// <param name="digests">SHA-256 by archive name.</param>
    /// <returns>The text with the digests.</returns>
    public static string With(string text, IReadOnlyDictionary<string, string> digests)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(digests);
        var lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var missing = digests.ToDictionary(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (Entry(line) is not var (archive, _))
            {
                lines.AddRange(IsComment(line) ? [line] : []);
            }
            else if (!digests.TryGetValue(archive, out var digest))
            {
                lines.Add(line);
            }
            else if (missing.Remove(archive))
            {
                lines.Add(digest + line[DigestLength..]);
            }
        }

        while (lines is [.., ""])
        {
            lines.RemoveAt(lines.Count - 1);
        }

        lines.AddRange(missing.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value}  {entry.Key}"));
        return string.Concat(lines.Select(line => line + lineEnd));
    }

    /// <summary>The name by which a source's digest is found.</summary>
    /// <param name="uri">The source's URI, as the rules have it.</param>
    /// <returns>Its archive's name; for a URI that is not understood what it ends in.</returns>
    public static string ArchiveOf(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return SourceUri.TryParse(uri, out _)?.Archive ?? uri.Split('?')[0].Split('/')[^1];
    }

    internal static ImmutableDictionary<string, string> Parse(string text, string file, DiagnosticBag diagnostics)
    {
        var digests = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (Entry(line) is var (archive, digest))
            {
                digests[archive] = digest;
            }
            else if (!IsComment(line))
            {
                diagnostics.Error(
                    DiagnosticCodes.InvalidValue,
                    new SourceLocation(file, number),
                    "The line is not 64 hexadecimal digits, two spaces and an archive's name.",
                    "Write the file anew: dotnet cake --target=Checksums");
            }
        }

        return digests.ToImmutable();
    }

    private static bool IsComment(string line) => line.Trim() is "" or ['#', ..];

    private static (string Archive, string Digest)? Entry(string line) =>
        line.Length > DigestLength + 2 && line.AsSpan(0, DigestLength).IndexOfAnyExcept(Hex) < 0 && line[DigestLength..(DigestLength + 2)] is "  " or " *"
            ? (line[(DigestLength + 2)..].TrimEnd(), line[..DigestLength].ToLowerInvariant())
            : null;

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
