using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>
/// Finds where two artifacts can not be shown together: a path that both have, and that is no directory in both. Only
/// directories that several have are looked into, so the rest costs nothing.
/// </summary>
internal sealed class ViewConflicts
{
    private const int LongestList = 10;
    private readonly List<string> _faults = [];

    private sealed record Part(string Id, string Path);

    /// <summary>Refuses artifacts that do not go together.</summary>
    /// <exception cref="AimeeException">There are such paths; they are named, with both packages.</exception>
    public static void Refuse(ImmutableArray<ViewLayer> layers, Func<ViewLayer, string> pathOf)
    {
        var conflicts = new ViewConflicts();
        conflicts.Compare("", [.. layers.Select(layer => new Part(layer.Id, pathOf(layer)))]);
        if (conflicts._faults.Count > 0)
        {
            var more = conflicts._faults.Count > LongestList ? $"{Environment.NewLine}    and {conflicts._faults.Count - LongestList} more" : "";
            throw new AimeeException(
                $"Artifacts that a stage needs can not be seen together:{string.Concat(conflicts._faults.Take(LongestList).Select(fault => Environment.NewLine + "    " + fault))}{more}{Environment.NewLine}"
                + "Let only one of the packages have it, or need only one of them.");
        }
    }

    private void Compare(string directory, IReadOnlyList<Part> parts)
    {
        var entries = parts
            .SelectMany(part => new DirectoryInfo(part.Path).EnumerateFileSystemInfos().Select(entry => (part.Id, Entry: entry)))
            .GroupBy(pair => pair.Entry.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in entries.Where(group => group.Skip(1).Any()))
        {
            var path = directory.Length == 0 ? group.Key : $"{directory}/{group.Key}";
            var kinds = group.ToLookup(pair => KindOf(pair.Entry));
            var others = kinds.Where(kind => kind.Key != "directory").SelectMany(kind => kind).ToList();
            if (others.Count == 0)
            {
                Compare(path, [.. group.Select(pair => new Part(pair.Id, pair.Entry.FullName))]);
                continue;
            }
            var first = others[0];
            var second = group.First(pair => pair.Entry != first.Entry);
            _faults.Add($"{path} is a {KindOf(first.Entry)} in {first.Id} and a {KindOf(second.Entry)} in {second.Id}");
        }
    }

    private static string KindOf(FileSystemInfo entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? "symbolic link" : entry is DirectoryInfo ? "directory" : "file";
}
