using System.Security.Cryptography;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Where images are written to, blob by blob; all of it appears at its place whole, or nothing does.</summary>
internal abstract class ImageSink : IDisposable
{
    private readonly HashSet<Digest> _blobs = [];

    /// <summary>Opens a sink.</summary>
    /// <exception cref="AimeeException">Something else than an image is at its place.</exception>
    public static ImageSink Open(string path, ImageFormat format) =>
        OutputPlace.Open<ImageSink>(path, place =>
            format == ImageFormat.OciDirectory ? new LayoutDirectorySink(path, place) : new ArchiveSink(path, place));

    /// <summary>
    /// Whether blobs leave memory as they are written, because what they are made from needs the room. An archive
    /// stays: it is mostly there to be loaded at once.
    /// </summary>
    public bool LeavesMemory { get; set; }

    /// <summary>Begins a blob; one at a time.</summary>
    public abstract BlobWriter CreateBlob();

    /// <summary>Stores a small blob.</summary>
    public Descriptor Add(string mediaType, ReadOnlySpan<byte> content)
    {
        var digest = Digest.Of(content);
        if (_blobs.Add(digest))
        {
            using var blob = CreateBlob();
            blob.Content.Write(content);
            blob.Commit(digest);
        }

        return new Descriptor(mediaType, digest, content.Length);
    }

    /// <summary>Copies a layer as it is stored, checking its digest.</summary>
    public Descriptor Copy(Layer layer, CancellationToken cancellationToken)
    {
        var mediaType = MediaTypes.Layer(layer.Compression);
        if (layer.BlobDigest is { } known && _blobs.Contains(known))
        {
            return new Descriptor(mediaType, known, layer.Content.Length);
        }

        using var blob = CreateBlob();
        using var writer = new HashingWriter(blob.Content, HashAlgorithmName.SHA256, cancellationToken);
        writer.Copy(layer.Content, 0, layer.Content.Length);
        var digest = Digest.FromSha256(writer.Complete());
        if (layer.BlobDigest is { Algorithm: "sha256" } stated && stated != digest)
        {
            throw LayerDigests.Mismatch(layer.Content.Name, stated, digest);
        }

        if (_blobs.Add(digest))
        {
            blob.Commit(digest);
        }

        return new Descriptor(mediaType, digest, layer.Content.Length);
    }

    /// <summary>Stores a file beside the blobs.</summary>
    public abstract void AddFile(string name, ReadOnlySpan<byte> content);

    /// <summary>Flushes all and lets it appear.</summary>
    public abstract void Commit();

    public abstract void Dispose();
}
