using System.IO.Enumeration;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>A file, directory or link of an install root.</summary>
/// <param name="Path">Its path from the top, with a slash before.</param>
/// <param name="FullPath">Its absolute path.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="IsLink">Whether it is a symbolic link, wherever it leads.</param>
internal sealed record InstalledEntry(string Path, string FullPath, bool IsDirectory, bool IsLink)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = true };

    /// <summary>All entries below a directory, by path; links are not followed.</summary>
    public static List<InstalledEntry> ReadAll(string root)
    {
        var entries = new FileSystemEnumerable<InstalledEntry>(root, Of, Everything)
        {
            ShouldRecursePredicate = static (ref entry) => entry.IsDirectory && !IsSymbolicLink(ref entry),
        };
        return [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];

        InstalledEntry Of(ref FileSystemEntry entry)
        {
            var path = entry.ToFullPath();
            var isLink = IsSymbolicLink(ref entry);
            return new(path[root.Length..], path, entry.IsDirectory && !isLink, isLink);
        }
    }

    private static bool IsSymbolicLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
