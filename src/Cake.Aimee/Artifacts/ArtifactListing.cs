using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Cake.Aimee.Artifacts;

/// <summary>What is in a store. A sidecar is read once and believed for as long as its file's size and time stay.</summary>
internal sealed class ArtifactListing(string directory)
{
    private const string Suffix = ".json";
    // Within so short a time a directory may change twice and bear the same time.
    private static readonly TimeSpan TooNew = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Names> _names = new(StringComparer.Ordinal);

    private sealed record Known(long Length, DateTime Time, ArtifactSidecar? Sidecar);

    private sealed record Names(DateTime Time, ImmutableArray<string> Files);

    /// <summary>The sidecar of an archive.</summary>
    public static string SidecarOf(string archive) => archive + Suffix;

    /// <summary>The artifact of a name; null when it is not there whole.</summary>
    public ArtifactSidecar? Find(ArtifactName name) =>
        Read(SidecarOf(Path.Combine(directory, name.Category, name.FileName)), name.Category) is { } sidecar && sidecar.Name == name ? sidecar : null;

    /// <summary>A package's artifacts.</summary>
    public IEnumerable<ArtifactSidecar> Of(string category, string name) =>
        Sidecars(category, name + "-").Where(sidecar => sidecar.Name.Name == name);

    /// <summary>All artifacts.</summary>
    public IEnumerable<ArtifactSidecar> All() => !Directory.Exists(directory)
        ? []
        : Directory.EnumerateDirectories(directory)
            .Select(path => Path.GetFileName(path))
            .Where(ArtifactName.IsSegment)
            .Order(StringComparer.Ordinal)
            .SelectMany(category => Sidecars(category, ""));

    private IEnumerable<ArtifactSidecar> Sidecars(string category, string prefix)
    {
        var path = Path.Combine(directory, category);
        var files = FilesOf(path);
        var first = files.BinarySearch(prefix, StringComparer.Ordinal);
        return files.Skip(first < 0 ? ~first : first)
            .TakeWhile(file => file.StartsWith(prefix, StringComparison.Ordinal))
            .Select(file => Read(Path.Combine(path, file), category))
            .OfType<ArtifactSidecar>();
    }

    /// <summary>The names of a category's sidecars, in order; listed anew only when the directory has changed.</summary>
    private ImmutableArray<string> FilesOf(string path)
    {
        var category = new DirectoryInfo(path);
        if (!category.Exists)
        {
            return [];
        }
        if (!_names.TryGetValue(path, out var names) || names.Time != category.LastWriteTimeUtc)
        {
            names = new(category.LastWriteTimeUtc,
            [
                .. Directory.EnumerateFiles(path, "*" + Suffix).Select(file => Path.GetFileName(file)).Where(ArtifactName.IsSegment).Order(StringComparer.Ordinal),
            ]);
            if (DateTime.UtcNow - names.Time > TooNew)
            {
                _names[path] = names;
            }
        }
        return names.Files;
    }

    private ArtifactSidecar? Read(string path, string category)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }
        if (!_known.TryGetValue(path, out var known) || known.Length != file.Length || known.Time != file.LastWriteTimeUtc)
        {
            var read = ArtifactJson.ReadSidecar(File.ReadAllBytes(path));
            var isNamed = read is not null && read.Name.Category == category && read.Name.FileName + Suffix == file.Name;
            _known[path] = known = new(file.Length, file.LastWriteTimeUtc, isNamed ? read : null);
        }
        return known.Sidecar is { } sidecar && new FileInfo(path[..^Suffix.Length]) is { Exists: true } archive && archive.Length == sidecar.Size
            ? sidecar
            : null;
    }
}
