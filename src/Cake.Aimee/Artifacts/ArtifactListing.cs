using System.Collections.Concurrent;

namespace Cake.Aimee.Artifacts;

/// <summary>What is in a store. A sidecar is read once and believed for as long as its file's size and time stay.</summary>
internal sealed class ArtifactListing(string directory)
{
    private const string Suffix = ".json";
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    private sealed record Known(long Length, DateTime Time, ArtifactSidecar? Sidecar);

    /// <summary>The sidecar of an archive.</summary>
    public static string SidecarOf(string archive) => archive + Suffix;

    /// <summary>The artifact of a name; null when it is not there whole.</summary>
    public ArtifactSidecar? Find(ArtifactName name) =>
        Read(SidecarOf(Path.Combine(directory, name.Category, name.FileName)), name.Category) is { } sidecar && sidecar.Name == name ? sidecar : null;

    /// <summary>A package's artifacts.</summary>
    public IEnumerable<ArtifactSidecar> Of(string category, string name) =>
        Sidecars(category, name + "-*" + Suffix).Where(sidecar => sidecar.Name.Name == name);

    /// <summary>All artifacts.</summary>
    public IEnumerable<ArtifactSidecar> All() => !Directory.Exists(directory)
        ? []
        : Directory.EnumerateDirectories(directory)
            .Select(path => Path.GetFileName(path))
            .Where(ArtifactName.IsSegment)
            .Order(StringComparer.Ordinal)
            .SelectMany(category => Sidecars(category, "*" + Suffix));

    private IEnumerable<ArtifactSidecar> Sidecars(string category, string pattern)
    {
        var path = Path.Combine(directory, category);
        return !Directory.Exists(path)
            ? []
            : Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal).Select(file => Read(file, category)).OfType<ArtifactSidecar>();
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
