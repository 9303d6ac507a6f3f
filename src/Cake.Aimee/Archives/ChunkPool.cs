namespace Cake.Aimee.Archives;

/// <summary>A fixed number of buffers that go round between a writer and the thread that hashes behind it.</summary>
internal sealed class ChunkPool : IDisposable
{
    public const int ChunkSize = 256 * 1024;

    private readonly HandOver<byte[]> _free = new();
    private readonly int _limit;
    private int _made;

    /// <param name="chunks">How many there are at most: they are made when they are needed.</param>
    public ChunkPool(int chunks = 8) => _limit = chunks;

    /// <summary>A free buffer, as soon as there is one. Only one thread takes.</summary>
    public byte[] Take(CancellationToken cancellationToken)
    {
        if (_made < _limit && !_free.HasAny)
        {
            _made++;
            return GC.AllocateUninitializedArray<byte>(ChunkSize, pinned: true);
        }

        return _free.Take(out var chunk, cancellationToken) ? chunk : throw new ObjectDisposedException(nameof(ChunkPool));
    }

    public void Return(byte[] chunk) => _free.Add(chunk);

    public void Dispose() => _free.Complete();
}
