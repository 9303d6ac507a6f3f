using System.Security.Cryptography;

namespace Cake.Aimee.Archives;

/// <summary>Passes on what is written, and hashes it with SHA-256.</summary>
internal sealed class HashingStream(Stream destination) : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

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
