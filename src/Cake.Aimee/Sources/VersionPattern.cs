using System.Text.RegularExpressions;

namespace Cake.Aimee.Sources;

/// <summary>How a project puts versions into names, learned from one name and its version.</summary>
internal sealed class VersionPattern
{
    private readonly Regex _regex;
    private readonly char _separator;

    private VersionPattern(string before, string after, char separator)
    {
        _separator = separator;
        _regex = new($"^{Regex.Escape(before)}(\\d[A-Za-z0-9{Regex.Escape(separator.ToString())}]*){after}$", RegexOptions.CultureInvariant);
    }

    /// <summary>A pattern from a name that holds the version; null when it does not.</summary>
    /// <param name="name">A file's or tag's name, such as <c>zlib-1.3.1.tar.gz</c> or <c>v1_3_1</c>.</param>
    /// <param name="version">The version in it, written with dots.</param>
    public static VersionPattern? Of(string name, string version)
    {
        foreach (var separator in ".-_")
        {
            var written = version.Replace('.', separator);
            var at = name.IndexOf(written, StringComparison.Ordinal);
            if (at >= 0)
            {
                return new(name[..at], AnyCompression(name[(at + written.Length)..]), separator);
            }
        }
        return null;
    }

    /// <summary>The version in another name, written with dots; null when it is not made like the first.</summary>
    public string? VersionIn(string name) =>
        _regex.Match(name) is { Success: true } match ? match.Groups[1].Value.Replace(_separator, '.') : null;

    // A project that changes from .gz to .xz goes on all the same.
    private static string AnyCompression(string after)
    {
        const string Tar = ".tar.";
        return after.StartsWith(Tar, StringComparison.Ordinal) ? @"\.tar\.(?:gz|bz2|xz|zst|lz)" : Regex.Escape(after);
    }
}
