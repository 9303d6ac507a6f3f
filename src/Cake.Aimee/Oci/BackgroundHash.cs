using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>Hashes chunks in their order on a thread of its own, and returns each to its pool.</summary>
internal sealed class BackgroundHash : IDisposable
{
    private readonly BlockingCollection<(byte[] Chunk, int Count)> _chunks = [];
    private readonly ChunkPool _pool;
    private readonly Task<byte[]> _hash;

    public BackgroundHash(ChunkPool pool, HashAlgorithmName algorithm)
    {
        _pool = pool;
        _hash = Task.Factory.StartNew(() => Hash(algorithm), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Hands over a chunk; nothing may write to it any more.</summary>
    public void Append(byte[] chunk, int count) => _chunks.Add((chunk, count));

    /// <summary>The hash of all chunks.</summary>
    public byte[] Complete()
    {
        _chunks.CompleteAdding();
        return _hash.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _chunks.CompleteAdding();
        _hash.Wait();
        _chunks.Dispose();
    }

    private byte[] Hash(HashAlgorithmName algorithm)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        foreach (var (chunk, count) in _chunks.GetConsumingEnumerable())
        {
            hash.AppendData(chunk, 0, count);
            _pool.Return(chunk);
        }

        return hash.GetHashAndReset();
    }
}
