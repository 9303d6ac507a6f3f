using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tree;

/// <summary>The top of a build tree: a directory that holds <c>.builder/</c>.</summary>
/// <param name="Directory">Absolute path of the directory.</param>
public sealed record TreeRoot(string Directory)
{
    /// <summary>The name of the directory that makes a directory the top of a tree.</summary>
    public const string Marker = ".builder";

    /// <summary>Finds the tree that a directory is in: the nearest one at or above it that holds <c>.builder/</c>.</summary>
    /// <param name="startDirectory">Where to start.</param>
    /// <returns>The top of the tree.</returns>
    /// <exception cref="AimeeException">The directory is in no tree.</exception>
    public static TreeRoot Find(string startDirectory) => FindOrDefault(startDirectory)
        ?? throw new AimeeException([new Diagnostic(
            DiagnosticCodes.NoTree.Id,
            Severity.Error,
            $"There is no build tree at or above {Path.GetFullPath(startDirectory)}: none of these directories holds '{Marker}/'.",
            Suggestion: $"Change into a tree, name one with --working, or make one: dotnet new aimee-tree -n <name>")]);

    /// <summary>Finds the tree that a directory is in, if any.</summary>
    /// <param name="startDirectory">Where to start.</param>
    /// <returns>The top of the tree, or null.</returns>
    public static TreeRoot? FindOrDefault(string startDirectory)
    {
        var directory = Path.GetFullPath(startDirectory);
        while (!System.IO.Directory.Exists(Path.Combine(directory, Marker)))
        {
            if (Path.GetDirectoryName(directory) is not { } parent)
            {
                return null;
            }

            directory = parent;
        }

        return new TreeRoot(Path.TrimEndingDirectorySeparator(directory));
    }
}
