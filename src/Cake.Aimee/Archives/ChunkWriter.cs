using System.Collections.Concurrent;

namespace Cake.Aimee.Archives;

/// <summary>
/// Fills chunks on one thread while another passes on those that are full: so files are read ahead of what
/// compresses them. Memory is that of a few chunks.
/// </summary>
internal sealed class ChunkWriter : IDisposable
{
    private readonly ChunkPool _pool = new();
    private readonly BlockingCollection<(byte[] Chunk, int Count)> _full = [];
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
            foreach (var (chunk, count) in writer._full.GetConsumingEnumerable(stop.Token))
            {
                destination.Write(chunk, 0, count);
                writer._pool.Return(chunk);
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
    public void Dispose()
    {
        _full.Dispose();
        _pool.Dispose();
    }

    private void Produce(Action<ChunkWriter> produce)
    {
        try
        {
            produce(this);
            Flush();
        }
        finally
        {
            _full.CompleteAdding();
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
