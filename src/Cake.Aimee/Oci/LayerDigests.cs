using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>What an image says of its layers, and what is found.</summary>
internal static class LayerDigests
{
    /// <summary>The digests that are stated of a layer's stored bytes, if it is not compressed.</summary>
    public static IEnumerable<Digest> Stated(Layer layer) =>
        layer.BlobDigest is null ? [layer.DiffId] : [layer.DiffId, layer.BlobDigest];

    /// <summary>Compares what is stated with what was found.</summary>
    /// <exception cref="AimeeException">They are not equal.</exception>
    public static void Check(Layer layer, IEnumerable<Digest> stated, Digest found)
    {
        foreach (var digest in stated.Where(digest => digest.Algorithm == found.Algorithm && digest != found))
        {
            throw Mismatch(layer.Content.Name, digest, found);
        }
    }

    /// <summary>Says that a digest does not match.</summary>
    public static AimeeException Mismatch(string name, Digest stated, Digest found) =>
        new($"{name}: its content has the digest {found}, but {stated} is stated: the image is damaged or was tampered with.");
}
