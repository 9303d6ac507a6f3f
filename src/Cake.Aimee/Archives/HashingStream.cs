using System.Security.Cryptography;

namespace Cake.Aimee.Archives;

/// <summary>Passes on what is written, and hashes it.</summary>
/// <param name="destination">Where it goes; stays open.</param>
/// <param name="algorithm">How it is hashed.</param>
internal sealed class HashingStream(Stream destination, HashAlgorithmName algorithm) : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

    /// <inheritdoc cref="HashingStream(Stream, HashAlgorithmName)"/>
    public HashingStream(Stream destination)
        : this(destination, HashAlgorithmName.SHA256)
    {
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        destination.Write(buffer);
    }

    public override void Complete() => destination.Flush();

    public byte[] GetHash() => _hash.GetCurrentHash();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
