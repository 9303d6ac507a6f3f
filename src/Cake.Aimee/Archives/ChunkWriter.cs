namespace Cake.Aimee.Archives;

/// <summary>
/// Fills chunks on one thread while another passes on those that are full: so files are read ahead of what
/// compresses them. Memory is that of a few chunks.
/// </summary>
internal sealed class ChunkWriter : IDisposable
{
    private const int Chunks = 32;

    private readonly ChunkPool _pool = new(Chunks);
    private readonly HandOver<(byte[] Chunk, int Count)> _full = new();
    private readonly CancellationToken _cancellationToken;
    private byte[] _chunk = [];
    private int _count;

    private ChunkWriter(CancellationToken cancellationToken) => _cancellationToken = cancellationToken;

    /// <summary>What is free of the chunk at hand, never nothing.</summary>
    public Span<byte> Free
    {
        get
        {
            if (_count == _chunk.Length)
            {
                Flush();
                _chunk = _pool.Take(_cancellationToken);
            }

            return _chunk.AsSpan(_count);
        }
    }

    /// <summary>Runs a producer on a thread of its own and writes what it produces.</summary>
    /// <param name="produce">Writes to the chunks.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="cancellationToken">Stops both.</param>
    public static void Run(Action<ChunkWriter> produce, Stream destination, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var writer = new ChunkWriter(stop.Token);
        var production = Task.Factory.StartNew(
            () => writer.Produce(produce), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (writer._full.Take(out var full, stop.Token))
            {
                destination.Write(full.Chunk, 0, full.Count);
                writer._pool.Return(full.Chunk);
            }
        }
        catch
        {
            stop.Cancel();
            ((IAsyncResult)production).AsyncWaitHandle.WaitOne();
            throw;
        }

        production.GetAwaiter().GetResult();
    }

    /// <summary>Says that a part of <see cref="Free"/> was written to.</summary>
    public void Advance(int count) => _count += count;

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var free = Free;
            var count = Math.Min(free.Length, content.Length);
            content[..count].CopyTo(free);
            Advance(count);
            content = content[count..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    private void Produce(Action<ChunkWriter> produce)
    {
        try
        {
            produce(this);
            Flush();
        }
        finally
        {
            _full.Complete();
        }
    }

    private void Flush()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (_count > 0)
        {
            _full.Add((_chunk, _count));
        }

        _count = 0;
    }
}
