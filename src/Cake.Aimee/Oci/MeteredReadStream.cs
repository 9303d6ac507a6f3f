using System.Security.Cryptography;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>Reads a stored layer from its start, hashing it and telling the meter.</summary>
internal sealed class MeteredReadStream(FileRange source, HashAlgorithmName algorithm, ProgressMeter meter) : ReadOnlyStream
{
    // Much for one disk access, little for a page cache.
    private const int Ahead = 8 * 1024 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);
    private long _position;
    private long _announced;

    public override int Read(Span<byte> buffer)
    {
        if (_position + (Ahead / 2) >= _announced && _announced < source.Length)
        {
            PosixFile.StartReading(source.File, source.Offset + _announced, Ahead);
            _announced += Ahead;
        }

        var count = source.Read(_position, buffer);
        _hash.AppendData(buffer[..count]);
        meter.Advance(count);
        _position += count;
        return count;
    }

    /// <summary>Reads what the decompressor had no need of, and returns the hash of all.</summary>
    public byte[] Complete()
    {
        var rest = new byte[ChunkPool.ChunkSize];
        while (Read(rest) > 0)
        {
        }

        return _hash.GetCurrentHash();
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
