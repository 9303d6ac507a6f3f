namespace Cake.Aimee.Archives;

/// <summary>Chunks that are filled on a thread of their own, a few ahead of whoever takes them.</summary>
internal sealed class ChunkPipe : IDisposable
{
    private readonly HandOver<(byte[] Chunk, int Count)> _full = new();
    private readonly ChunkPool _pool;
    private readonly CancellationTokenSource _stop;
    private readonly Task _production;
    private byte[]? _taken;

    /// <param name="produce">Writes to the chunks.</param>
    /// <param name="chunks">How many there are at most.</param>
    /// <param name="cancellationToken">Stops both sides.</param>
    public ChunkPipe(Action<ChunkWriter> produce, int chunks, CancellationToken cancellationToken)
    {
        _pool = new ChunkPool(chunks);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _production = Task.Factory.StartNew(
            () => Produce(produce), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Takes what comes next.</summary>
    /// <returns>Bytes that are valid until the next call; none at the end.</returns>
    /// <exception cref="Exception">Whatever kept the producer from going on.</exception>
    public ReadOnlyMemory<byte> Take()
    {
        if (_taken is { } taken)
        {
            _taken = null;
            _pool.Return(taken);
        }

        if (_full.Take(out var full, _stop.Token))
        {
            _taken = full.Chunk;
            return full.Chunk.AsMemory(0, full.Count);
        }

        _production.GetAwaiter().GetResult();
        return default;
    }

    /// <summary>Stops the producer, and waits until it has stopped.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_production).AsyncWaitHandle.WaitOne();
        _pool.Dispose();
        _stop.Dispose();
    }

    private void Produce(Action<ChunkWriter> produce)
    {
        try
        {
            var writer = new ChunkWriter(_pool, _full, _stop.Token);
            produce(writer);
            writer.Flush();
        }
        finally
        {
            _full.Complete();
        }
    }
}
