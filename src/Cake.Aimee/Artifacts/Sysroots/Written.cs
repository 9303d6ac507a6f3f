using Cake.Aimee.Archives;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>
/// What was written into a sysroot since a moment. Only directories are looked at, and the files of those in which
/// names have changed: a file that was written in its place belongs to whomever it belonged to before.
/// </summary>
/// <param name="Files">Paths below the sysroot.</param>
/// <param name="Directories">Directories that were made since.</param>
internal sealed record Written(List<string> Files, List<string> Directories)
{
    /// <summary>What was written since a change's post-install began; nothing when it never did.</summary>
    public static Written Since(SysrootPlaces places, string change)
    {
        var written = new Written([], []);
        if (PosixPath.StatusOf(places.Stamp(change)) is { } stamp)
        {
            written.Walk(places, "", stamp);
        }
        return written;
    }

    private void Walk(SysrootPlaces places, string directory, FileStatus stamp)
    {
        var isChanged = PosixPath.StatusOf(places.Of(directory)) is { } status && status.ModifiedSince(stamp);
        foreach (var entry in new DirectoryInfo(places.Of(directory)).EnumerateFileSystemInfos())
        {
            var path = directory.Length == 0 ? entry.Name : $"{directory}/{entry.Name}";
            if (entry is DirectoryInfo && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                if (path != SysrootPlaces.StateName)
                {
                    if (isChanged && PosixPath.StatusOf(places.Of(path)) is { } made && made.BornSince(stamp) == true)
                    {
                        Directories.Add(path);
                    }
                    Walk(places, path, stamp);
                }
            }
            else if (isChanged && PosixPath.StatusOf(places.Of(path)) is { } file && IsNew(file, stamp))
            {
                Files.Add(path);
            }
        }
    }

    // A further name of an older file is new, too. Where a file system does not know when files were made, a changed one counts as made.
    private static bool IsNew(FileStatus file, FileStatus stamp) =>
        file.ChangedSince(stamp) && (file.LinkCount > 1 || file.BornSince(stamp) != false);
}
