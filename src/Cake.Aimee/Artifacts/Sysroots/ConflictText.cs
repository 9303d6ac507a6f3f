namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>The words for files of two packages that can not be in one place.</summary>
internal static class ConflictText
{
    private const int LongestList = 10;

    /// <summary>Says what is in the way of a package, and what to do.</summary>
    public static string Of(string id, string root, IReadOnlyCollection<Conflict> conflicts, IReadOnlyDictionary<string, string> owners)
    {
        var lines = conflicts.Take(LongestList).Select(conflict => Line(conflict, owners.GetValueOrDefault(conflict.Present)));
        var more = conflicts.Count > LongestList ? $"{Environment.NewLine}    and {conflicts.Count - LongestList} more" : "";
        return $"Can not install {id} in {root}: something else is in the way.{string.Concat(lines.Select(line => Environment.NewLine + "    " + line))}{more}{Environment.NewLine}"
            + "Let only one of the packages have it, or uninstall the other one; what belongs to no package can be moved away.";
    }

    private static string Line(Conflict conflict, string? owner)
    {
        var kind = conflict.IsDirectory ? "the directory " : "";
        var whose = owner is null ? "belongs to no package" : $"is {owner}'s";
        return conflict.Present == conflict.Path
            ? $"{kind}{conflict.Path}: {(conflict.IsDirectory ? "a file or link of that name" : "what has that name")} {whose}"
            : $"{conflict.Path}: a directory of that name is there, and {conflict.Present} in it {whose}";
    }
}
