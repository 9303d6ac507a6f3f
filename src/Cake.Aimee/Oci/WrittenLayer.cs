namespace Cake.Aimee.Oci;

/// <summary>A layer of the output.</summary>
/// <param name="DiffId">Digest of its tar archive, not compressed.</param>
/// <param name="Blob">The layer as it is stored.</param>
/// <param name="Length">Length of its archive in bytes; 0 for a layer that was only copied.</param>
internal sealed record WrittenLayer(Digest DiffId, Descriptor Blob, long Length);
