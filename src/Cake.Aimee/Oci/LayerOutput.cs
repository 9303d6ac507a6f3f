using System.Security.Cryptography;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>One layer on its way out: hashed, compressed, hashed again, stored.</summary>
internal sealed class LayerOutput : IDisposable
{
    private readonly BlobWriter _blob;
    private readonly HashingStream? _compressedHash;
    private readonly WriteOnlyStream? _compressor;
    private readonly LayerFormat _format;

    public LayerOutput(ImageSink sink, LayerFormat format, ProgressMeter meter, CancellationToken cancellationToken)
    {
        _format = format;
        _blob = sink.CreateBlob();
        if (format.Compression != Compression.None)
        {
            _compressedHash = new HashingStream(_blob.Content);
            _compressor = Compressor.Open(_compressedHash, format.Compression, format.Level, format.Threads);
        }

        Writer = new HashingWriter(_compressor ?? _blob.Content, HashAlgorithmName.SHA256, cancellationToken) { Meter = meter };
    }

    public HashingWriter Writer { get; }

    public WrittenLayer Complete()
    {
        var diffId = Digest.FromSha256(Writer.Complete());
        _compressor?.Complete();
        var digest = _compressedHash is null ? diffId : Digest.FromSha256(_compressedHash.GetHash());
        var blob = new Descriptor(MediaTypes.Layer(_format.Compression), digest, _blob.Commit(digest));
        return new WrittenLayer(diffId, blob, Writer.Length);
    }

    public void Dispose()
    {
        Writer.Dispose();
        _compressor?.Dispose();
        _compressedHash?.Dispose();
        _blob.Dispose();
    }
}
