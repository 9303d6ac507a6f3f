using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>
/// Reads a stream of which each chunk goes on to another one once it has been read or stepped over: so whoever reads
/// can say beforehand what becomes of it.
/// </summary>
/// <param name="source">What is read.</param>
/// <param name="destination">Where the chunks go.</param>
/// <param name="limit">After how many bytes it ends, a chunk more or less.</param>
/// <param name="cancellationToken">Stops between two chunks.</param>
internal sealed class PassedOnStream(
    ReadAheadStream source, Stream destination, long limit, CancellationToken cancellationToken) : ReadOnlyStream, ISkippingStream
{
    private ReadOnlyMemory<byte> _chunk;
    private int _position;

    /// <summary>Bytes that were passed on.</summary>
    public long PassedOn { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (!Fill())
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _chunk.Length - _position);
        _chunk.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public void Skip(long count)
    {
        while (count > 0 && Fill())
        {
            var step = (int)Math.Min(count, _chunk.Length - _position);
            _position += step;
            count -= step;
        }
    }

    /// <summary>Passes on all that is left, up to the limit.</summary>
    public void Complete() => Skip(long.MaxValue);

    /// <summary>Sees to it that there is something to read.</summary>
    /// <returns>False at the end.</returns>
    private bool Fill()
    {
        if (_position < _chunk.Length)
        {
            return true;
        }

        cancellationToken.ThrowIfCancellationRequested();
        destination.Write(_chunk.Span);
        PassedOn += _chunk.Length;
        _chunk = PassedOn > limit ? default : source.ReadChunk();
        _position = 0;
        return !_chunk.IsEmpty;
    }
}
