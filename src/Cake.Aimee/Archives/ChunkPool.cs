using System.Collections.Concurrent;

namespace Cake.Aimee.Archives;

/// <summary>A fixed number of buffers that go round between a writer and the thread that hashes behind it.</summary>
internal sealed class ChunkPool : IDisposable
{
    public const int ChunkSize = 256 * 1024;

    private const int Chunks = 8;

    private readonly BlockingCollection<byte[]> _free = [];

    public ChunkPool()
    {
        for (var count = 0; count < Chunks; count++)
        {
            _free.Add(GC.AllocateUninitializedArray<byte>(ChunkSize, pinned: true));
        }
    }

    /// <summary>A free buffer, as soon as there is one.</summary>
    public byte[] Take(CancellationToken cancellationToken) => _free.Take(cancellationToken);

    public void Return(byte[] chunk) => _free.Add(chunk);

    public void Dispose() => _free.Dispose();
}
