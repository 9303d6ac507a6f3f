using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Sources;

/// <summary>What stands after the question mark of a source's URI.</summary>
/// <param name="Archive">The archive's name; null when none is given.</param>
/// <param name="Revision">The state of a repository.</param>
/// <param name="Rest">What is not ours but the server's.</param>
internal sealed record SourceArguments(string? Archive, Revision Revision, string Rest)
{
    private const string TagPrefix = "tags/";
    private const int CommitLength = 40;
    private static readonly string[] Names = ["archive", "branch", "commit", "tag"];

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">One of them is not known, or there are two revisions.</exception>
    public static SourceArguments Read(string query, SourceScheme scheme)
    {
        var words = query.Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries);
        var archive = words.LastOrDefault(word => word.StartsWith("archive=", StringComparison.Ordinal))?["archive=".Length..];
        var rest = words.Where(word => !word.StartsWith("archive=", StringComparison.Ordinal)).ToList();
        if (scheme is not (SourceScheme.Git or SourceScheme.Subversion))
        {
            return rest.Count == 0 || scheme == SourceScheme.Http
                ? new(Unescape(archive), Revision.Newest, string.Join('&', rest))
                : throw new FormatException($"'{rest[0]}' means nothing here: only archive= does.");
        }
        return rest.Count <= 1
            ? new(Unescape(archive), rest.Count == 0 ? Revision.Newest : RevisionOf(Uri.UnescapeDataString(rest[0]), scheme), "")
            : throw new FormatException($"'{rest[0]}' and '{rest[1]}' are two revisions: it can have one.");
    }

    private static Revision RevisionOf(string word, SourceScheme scheme)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? "" : word[..equals];
        var value = word[(equals + 1)..];
        var revision = name switch
        {
            "branch" => new Revision(RevisionKind.Branch, value),
            "tag" => new Revision(RevisionKind.Tag, value),
            "commit" => new Revision(RevisionKind.Commit, value.TrimStart('r')),
            "" when value.StartsWith(TagPrefix, StringComparison.Ordinal) => new Revision(RevisionKind.Tag, value[TagPrefix.Length..]),
            "" when IsCommit(value, scheme) => new Revision(RevisionKind.Commit, value),
            "" => new Revision(RevisionKind.Branch, value),
            _ => throw new FormatException($"'{name}' is not known. {Nearest.Suggestion(name, Names)}"),
        };
        return Checked(revision, scheme);
    }

    private static Revision Checked(Revision revision, SourceScheme scheme) => revision switch
    {
        { Name: "" } => throw new FormatException("the revision has no name."),
        { Name: ['-', ..] } => throw new FormatException($"'{revision.Name}' is no revision."),
        { Kind: RevisionKind.Commit } when !IsCommit(revision.Name, scheme) =>
            throw new FormatException(scheme == SourceScheme.Git
                ? $"'{revision.Name}' is no full commit: that has {CommitLength} hexadecimal digits."
                : $"'{revision.Name}' is no revision's number."),
        { Kind: RevisionKind.Branch or RevisionKind.Tag } when scheme == SourceScheme.Subversion =>
            throw new FormatException("Subversion's branches and tags are directories: put them into the address."),
        _ => revision,
    };

    private static bool IsCommit(string value, SourceScheme scheme) => scheme == SourceScheme.Git
        ? value.Length is CommitLength or 64 && value.All(char.IsAsciiHexDigitLower)
        : value.All(char.IsAsciiDigit);

    private static string? Unescape(string? archive) => archive is null ? null : Uri.UnescapeDataString(archive);
}
