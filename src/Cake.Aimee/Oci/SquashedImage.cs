using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>One image that was squashed.</summary>
/// <param name="Platform">What it runs on; null when its config does not say.</param>
/// <param name="Manifest">Its manifest; null after a dry run.</param>
/// <param name="ConfigDigest">Digest of its config: the image's ID; null after a dry run.</param>
/// <param name="DiffIds">Digests of its layers' archives, the lowest first; empty after a dry run.</param>
/// <param name="InputLayers">How many layers the input had.</param>
/// <param name="InputSize">Length of the squashed layers' archives together, not compressed, in bytes.</param>
/// <param name="OutputSize">Length of what was written in their place, not compressed, in bytes.</param>
/// <param name="Entries">How many entries were written.</param>
public sealed record SquashedImage(
    Platform? Platform,
    Descriptor? Manifest,
    Digest? ConfigDigest,
    ImmutableArray<Digest> DiffIds,
    int InputLayers,
    long InputSize,
    long OutputSize,
    long Entries)
{
    /// <summary>Its layers as they are stored, the lowest first; empty after a dry run.</summary>
    public ImmutableArray<Descriptor> Layers { get; init; } = [];
}
