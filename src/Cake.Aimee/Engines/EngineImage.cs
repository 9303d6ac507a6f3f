using System.Collections.Immutable;

namespace Cake.Aimee.Engines;

/// <summary>An image that an engine holds.</summary>
/// <param name="Id">The engine's identifier: the digest of the image's configuration, without <c>sha256:</c>.</param>
/// <param name="Digest">
/// The digest that names the image to others (<c>sha256:…</c>): that of its manifest, or of its configuration where
/// the engine makes a manifest only when it pushes (docker).
/// </param>
/// <param name="Size">Bytes of all its layers, uncompressed.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Layers">How many layers it has.</param>
public sealed record EngineImage(
    string Id,
    string Digest,
    long Size,
    ImmutableSortedDictionary<string, string> Labels,
    DateTimeOffset Created,
    int Layers);
