using System.Security.Cryptography;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>
/// Writes to a stream in large chunks, and hashes them on another thread meanwhile. Memory is that of a few chunks.
/// </summary>
internal sealed class HashingWriter : IDisposable
{
    private readonly Stream _destination;
    private readonly ChunkPool _pool = new();
    private readonly BackgroundHash _hash;
    private readonly CancellationToken _cancellationToken;
    private byte[] _chunk;
    private int _count;

    /// <param name="destination">Where the bytes go; stays open.</param>
    /// <param name="algorithm">How they are hashed.</param>
    /// <param name="cancellationToken">Stops between two chunks.</param>
    public HashingWriter(Stream destination, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        _destination = destination;
        _cancellationToken = cancellationToken;
        _hash = new BackgroundHash(_pool, algorithm);
        _chunk = _pool.Take(cancellationToken);
    }

    /// <summary>Told of every chunk that is written.</summary>
    public ProgressMeter? Meter { get; init; }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var free = Free();
            var count = Math.Min(free.Length, content.Length);
            content[..count].CopyTo(free);
            Advance(count);
            content = content[count..];
        }
    }

    /// <summary>Copies a part of a file.</summary>
    public void Copy(FileRange source, long offset, long length)
    {
        while (length > 0)
        {
            var free = Free();
            free = free[..(int)Math.Min(free.Length, length)];
            source.ReadExactly(offset, free);
            Advance(free.Length);
            offset += free.Length;
            length -= free.Length;
        }
    }

    /// <summary>Writes what is left.</summary>
    /// <returns>The hash of all that was written.</returns>
    public byte[] Complete()
    {
        Flush(takeNext: false);
        return _hash.Complete();
    }

    public void Dispose()
    {
        _hash.Dispose();
        _pool.Dispose();
    }

    private Span<byte> Free()
    {
        if (_count == _chunk.Length)
        {
            Flush(takeNext: true);
        }

        return _chunk.AsSpan(_count);
    }

    private void Advance(int count)
    {
        _count += count;
        Length += count;
    }

    private void Flush(bool takeNext)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var (chunk, count) = (_chunk, _count);
        _count = 0;

        // The chunk comes back to the pool when it is hashed, but none takes it again before this write has returned.
        _hash.Append(chunk, count);
        _destination.Write(chunk, 0, count);
        Meter?.Advance(count);
        _chunk = takeNext ? _pool.Take(_cancellationToken) : [];
    }
}
