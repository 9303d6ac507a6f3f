namespace Cake.Aimee.Archives;

/// <summary>Decompresses zstd frames, one or several in a row (RFC 8878).</summary>
internal sealed class ZstdReadStream : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(128 * 1024, pinned: true);
    private nint _context;
    private int _position;
    private int _count;
    private bool _isInFrame;

    public ZstdReadStream(Stream source)
    {
        _source = source;
        _context = LibZstd.Load(LibZstd.CreateDecompression);
    }

    /// <exception cref="InvalidDataException">The content is damaged, or ends in the middle of a frame.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_position == _count)
            {
                _count = _source.Read(_buffer);
                _position = 0;
                if (_count == 0 && !_isInFrame)
                {
                    return 0;
                }
            }

            var written = Decompress(buffer);
            if (written > 0)
            {
                return written;
            }

            if (_count == 0)
            {
                throw new InvalidDataException("zstd: the content ends in the middle of a frame");
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (_context != 0)
        {
            LibZstd.FreeDecompression(_context);
            _context = 0;
        }

        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private unsafe int Decompress(Span<byte> buffer)
    {
        fixed (byte* source = _buffer, target = buffer)
        {
            var input = new LibZstd.Buffer { Start = (nint)source, Length = (nuint)_count, Position = (nuint)_position };
            var output = new LibZstd.Buffer { Start = (nint)target, Length = (nuint)buffer.Length };
            _isInFrame = LibZstd.Check(LibZstd.Decompress(_context, ref output, ref input)) != 0;
            _position = (int)input.Position;
            return (int)output.Position;
        }
    }
}
