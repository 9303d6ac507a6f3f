using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>An image: its config and its layers. Reading one checks the digests of manifest and config.</summary>
/// <param name="Name">What to call it in messages.</param>
/// <param name="Config">Its config.</param>
/// <param name="Layers">Its layers, the lowest first; as many as the config has diff IDs.</param>
public sealed record Image(string Name, ImageConfig Config, ImmutableArray<Layer> Layers)
{
    /// <summary>Digest of its manifest; null when it came without one, from a docker archive.</summary>
    public Digest? ManifestDigest { get; init; }

    /// <summary>The name it goes by where it was found, a tag for example; null when it has none.</summary>
    public string? Reference { get; init; }

    /// <summary>The manifest's annotations.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
