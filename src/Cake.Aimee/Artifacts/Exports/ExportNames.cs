namespace Cake.Aimee.Artifacts.Exports;

/// <summary>Names and versions as other package managers want them.</summary>
internal static class ExportNames
{
    /// <summary>A package's name for Debian: lower case, with dashes for what may not stand there.</summary>
    /// <param name="name">The name, perhaps with a category before it.</param>
    public static string Debian(string name) =>
        string.Concat(WithoutCategory(name).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.' ? c : '-'));

    /// <summary>A version for Debian: it begins with a digit, and a dash stands only before the release.</summary>
    public static string DebianVersion(string version, string release)
    {
        var text = Clean(version, '.', c => c is '+' or '.' or '~');
        return $"{(char.IsAsciiDigit(text[0]) ? "" : "0~")}{text}-{Clean(release, '.', c => c is '+' or '.' or '~')}";
    }

    /// <summary>A package's name for RPM.</summary>
    /// <param name="name">The name, perhaps with a category before it.</param>
    public static string Rpm(string name) => Clean(WithoutCategory(name), '-', c => c is '+' or '-' or '.' or '_');

    /// <summary>A version or release for RPM, in which a dash would be the end.</summary>
    public static string RpmVersion(string version) => Clean(version, '_', c => c is '+' or '.' or '~' or '_' or '^');

    private static string WithoutCategory(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Clean(string text, char instead, Func<char, bool> isAllowed) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || isAllowed(c) ? c : instead));
}
