namespace Cake.Aimee.Archives;

/// <summary>Fills chunks of a <see cref="ChunkPipe"/>.</summary>
/// <param name="pool">Where empty ones come from.</param>
/// <param name="full">Where full ones go.</param>
/// <param name="cancellationToken">Stops between two chunks.</param>
internal sealed class ChunkWriter(ChunkPool pool, HandOver<(byte[] Chunk, int Count)> full, CancellationToken cancellationToken)
{
    private const int Chunks = 32;

    private byte[] _chunk = [];
    private int _count;

    /// <summary>What is free of the chunk at hand, never nothing.</summary>
    public Span<byte> Free
    {
        get
        {
            if (_count == _chunk.Length)
            {
                Flush();
                _chunk = pool.Take(cancellationToken);
            }

            return _chunk.AsSpan(_count);
        }
    }

    /// <summary>
    /// Runs a producer on a thread of its own and writes what it produces: so files are read ahead of what compresses
    /// them. Memory is that of a few chunks.
    /// </summary>
    /// <param name="produce">Writes to the chunks.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="cancellationToken">Stops both.</param>
    public static void Run(Action<ChunkWriter> produce, Stream destination, CancellationToken cancellationToken)
    {
        using var pipe = new ChunkPipe(produce, Chunks, cancellationToken);
        for (var chunk = pipe.Take(); !chunk.IsEmpty; chunk = pipe.Take())
        {
            destination.Write(chunk.Span);
        }
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

    /// <summary>Passes on what was written so far.</summary>
    public void Flush()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_count > 0)
        {
            full.Add((_chunk, _count));
        }

        (_chunk, _count) = ([], 0);
    }
}
