using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>Names a blob: what it is, its digest, its size (image spec, descriptor.md).</summary>
/// <param name="MediaType">What the blob holds.</param>
/// <param name="Digest">The blob's digest.</param>
/// <param name="Size">The blob's length in bytes.</param>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>What the image that the blob describes runs on; null when the descriptor does not say.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Annotations; never null.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
