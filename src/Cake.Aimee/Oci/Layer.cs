using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>One layer of an image: a tar archive of changes to what lies below it (image spec, layer.md).</summary>
/// <param name="DiffId">Digest of the layer's tar archive, not compressed.</param>
/// <param name="BlobDigest">Digest of the layer as it is stored; null when the image does not state it.</param>
/// <param name="Content">The layer as it is stored.</param>
/// <param name="Compression">How it is compressed, seen from its first bytes.</param>
public sealed record Layer(Digest DiffId, Digest? BlobDigest, FileRange Content, Compression Compression);
