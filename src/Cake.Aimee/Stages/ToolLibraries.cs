using System.Collections.Immutable;
using Cake.Aimee.Stages.InstallRoot;

namespace Cake.Aimee.Stages;

/// <summary>
/// The shared libraries of the tools that a package declares under <c>host</c>, as a directory of links for the dynamic
/// linker. Those that every program has are not among them: the machine's own programs would get the tree's C library.
/// </summary>
internal static class ToolLibraries
{
    private static readonly ImmutableArray<string> Directories = ["usr/local/lib", "usr/lib64", "lib64", "usr/lib", "lib"];

    /// <summary>Makes the directory anew.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="sysroot">Where the tools are, as the stage sees it.</param>
    /// <param name="roots">The directories whose contents are shown there.</param>
    /// <returns>Whether there is any library.</returns>
    public static bool Link(string directory, string sysroot, IEnumerable<string> roots)
    {
        WorkDirectory.Renew(directory);
        var paths = roots
            .SelectMany(root => Directories.Select(below => (Path: Path.Combine(root, below), Below: below)))
            .Where(place => Directory.Exists(place.Path))
            .SelectMany(place => Directory.EnumerateFiles(place.Path, "*.so*").Select(file => Path.Combine(place.Below, Path.GetFileName(file))))
            .Where(path => !ToolchainLibraries.Have(Path.GetFileName(path)))
            .DistinctBy(Path.GetFileName)
            .ToList();
        foreach (var path in paths)
        {
            File.CreateSymbolicLink(Path.Combine(directory, Path.GetFileName(path)), Path.Combine(sysroot, path));
        }

        return paths.Count > 0;
    }
}
