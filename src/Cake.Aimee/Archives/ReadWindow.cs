namespace Cake.Aimee.Archives;

/// <summary>A window on a stream: what lies at an offset, read in large pieces, skipping where the stream can seek.</summary>
internal sealed class ReadWindow(Stream stream, int capacity)
{
    private byte[] _buffer = new byte[capacity];
    private long _start;
    private int _count;

    /// <summary>The bytes at an offset, valid until the next call; fewer than asked for at the end of the stream.</summary>
    /// <param name="offset">Bytes from the start of the stream; never before an earlier call's.</param>
    /// <param name="count">How many bytes are wanted.</param>
    public ReadOnlySpan<byte> Peek(long offset, int count)
    {
        if (offset + count > _start + _count)
        {
            Move(offset);
            Fill(count);
        }

        var from = (int)(offset - _start);
        return _buffer.AsSpan(from, Math.Min(count, _count - from));
    }

    private void Move(long offset)
    {
        var kept = _start + _count - offset;
        if (kept < 0)
        {
            Skip(-kept);
            kept = 0;
        }

        _buffer.AsSpan(_count - (int)kept, (int)kept).CopyTo(_buffer);
        _start = offset;
        _count = (int)kept;
    }

    private void Fill(int count)
    {
        if (count > _buffer.Length)
        {
            Array.Resize(ref _buffer, count);
        }

        while (_count < count)
        {
            var read = stream.Read(_buffer.AsSpan(_count));
            if (read == 0)
            {
                return;
            }

            _count += read;
        }
    }

    private void Skip(long count)
    {
        if (stream.CanSeek)
        {
            stream.Position += count;
            return;
        }

        if (stream is ISkippingStream skipping)
        {
            skipping.Skip(count);
            return;
        }

        while (count > 0)
        {
            var read = stream.Read(_buffer.AsSpan(0, (int)Math.Min(count, _buffer.Length)));
            if (read == 0)
            {
                return;
            }

            count -= read;
        }
    }
}
