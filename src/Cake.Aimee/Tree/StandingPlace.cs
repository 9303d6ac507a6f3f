using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Tree;

/// <summary>The directory that the user stands in says what is meant when nothing is named, as in the shell builder.</summary>
public static class StandingPlace
{
    /// <summary>What is meant by a directory.</summary>
    /// <param name="config">The tree's settings.</param>
    /// <param name="directory">Where the user stands.</param>
    /// <returns>
    /// <c>category/package</c> inside a package's directory, <c>category/all</c> inside a category's, <c>all</c> in
    /// <c>packages/</c> itself, and null anywhere else.
    /// </returns>
    public static string? Find(Config config, string directory)
    {
        ArgumentNullException.ThrowIfNull(config);
        var path = Path.GetRelativePath(config.Paths.Packages, Path.GetFullPath(directory));
        if (path == ".")
        {
            return PackageNames.All;
        }

        var parts = path.Split(Path.DirectorySeparatorChar);
        return Path.IsPathRooted(path) || parts[0] == ".." ? null
            : parts.Length == 1 ? $"{parts[0]}/{PackageNames.All}"
            : $"{parts[0]}/{parts[1]}";
    }
}
