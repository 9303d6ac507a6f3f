using System.Collections.Immutable;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>Removes unpacked artifacts that nobody needs, the views that show them, and what was broken off.</summary>
internal static class UnpackedPrune
{
    /// <summary>Removes them.</summary>
    public static ImmutableArray<string> Remove(string directory, string views, IReadOnlySet<string> needed)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var path in Directory.GetDirectories(directory))
        {
            var name = Path.GetFileName(path);
            if (ArtifactSidecar.IsDigest(name) && !needed.Contains(name))
            {
                // Under its name it is always whole.
                var gone = Path.Combine(directory, $".{name}.gone.tmp");
                Directory.Move(path, gone);
                Directory.Delete(gone, recursive: true);
                removed.Add(name);
            }
            else if (name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        foreach (var view in Directory.Exists(views) ? Directory.GetDirectories(views) : [])
        {
            if (Path.GetFileName(view).EndsWith(".tmp", StringComparison.Ordinal) || !IsWhole(view))
            {
                Directory.Delete(view, recursive: true);
            }
        }
        return removed.ToImmutable();
    }

    private static bool IsWhole(string view) =>
        new DirectoryInfo(view).EnumerateFileSystemInfos().All(layer => layer.LinkTarget is null || Directory.Exists(layer.FullName));
}
