using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Security.Cryptography;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Artifacts;

/// <summary>What is in an install root.</summary>
internal static class InstallRoot
{
    private const char Replacement = '\ufffd';

    /// <summary>Something in it.</summary>
    /// <param name="Path">Its path below the root, with slashes between.</param>
    /// <param name="IsDirectory">Whether it is a directory; a link to one is none.</param>
    public readonly record struct Entry(string Path, bool IsDirectory);

    /// <summary>All that is in it, sorted by path: a directory before what is in it.</summary>
    /// <exception cref="AimeeException">A name is no UTF-8.</exception>
    public static ImmutableArray<Entry> Read(string root)
    {
        var start = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)).Length + 1;
        var entries = new FileSystemEnumerable<Entry>(
            root,
            (ref entry) => new(string.Concat(entry.Directory.Length < start ? [] : entry.Directory[start..], entry.Directory.Length < start ? "" : "/", entry.FileName), IsDirectory(ref entry)),
            new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false })
        {
            ShouldRecursePredicate = IsDirectory,
        };
        var result = entries.ToImmutableArray().Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return result.FirstOrDefault(entry => entry.Path.Contains(Replacement, StringComparison.Ordinal)) is { Path: { } odd }
            ? throw new AimeeException($"The name of {Path.Combine(root, odd)} is no UTF-8, so nobody could tell it again: rename it in the package's compile stage.")
            : result;
    }

    /// <summary>Describes something that is no directory.</summary>
    public static ArtifactFile Describe(string root, string path)
    {
        var file = new FileInfo(Path.Combine(root, path));
        if (file.LinkTarget is { } target)
        {
            return new(path, Link: target);
        }
        // Nobody may be there to write into a pipe.
        if (PosixPath.StatusOf(file.FullName) is not { IsRegular: true })
        {
            return new(path);
        }
        using var content = file.OpenRead();
        return new(path, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private static bool IsDirectory(ref FileSystemEntry entry) => entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
