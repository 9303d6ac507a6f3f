namespace Cake.Aimee.Sources;

/// <summary>What an archive is called in <c>sources/</c>.</summary>
internal static class SourceArchiveName
{
    private const string MadeHere = ".tar.gz";

    /// <summary>The name that the arguments give, or that the address ends in; for a repository its name and revision.</summary>
    /// <exception cref="FormatException">There is none, or it is no file name.</exception>
    public static string Of(SourceScheme scheme, string address, SourceArguments arguments)
    {
        var name = arguments.Archive ?? scheme switch
        {
            SourceScheme.Apt => throw new FormatException("say what its archive is to be called, with ?archive=NAME-VERSION.tar.gz."),
            SourceScheme.Git or SourceScheme.Subversion =>
                $"{Last(address, ".git")}-{arguments.Revision.ToString().Replace('/', '-')}{MadeHere}",
            _ => Last(address, ""),
        };
        return name.Length > 0 && name[0] != '.' && !name.Any(character => character == '/' || char.IsControl(character))
            ? name
            : throw new FormatException(name.Length == 0
                ? "it ends in no file name: say with ?archive=NAME what its archive is to be called."
                : $"'{name}' is no name for an archive.");
    }

    private static string Last(string address, string suffix)
    {
        var path = new Uri(address).AbsolutePath;
        var name = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
        return suffix.Length > 0 && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
    }
}
