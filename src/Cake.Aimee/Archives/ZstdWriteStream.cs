namespace Cake.Aimee.Archives;

/// <summary>
/// Compresses to one zstd frame with a checksum (RFC 8878). It always works with at least one worker: then the
/// library cuts its jobs by the level alone, and the result does not depend on the number of workers.
/// </summary>
internal sealed class ZstdWriteStream : WriteOnlyStream
{
    private readonly Stream _destination;
    private readonly byte[] _output = GC.AllocateUninitializedArray<byte>(128 * 1024, pinned: true);
    private nint _context;

    public ZstdWriteStream(Stream destination, int level, int threads)
    {
        _destination = destination;
        _context = LibZstd.Load(LibZstd.CreateCompression);
        LibZstd.Check(LibZstd.SetParameter(_context, LibZstd.CompressionLevel, level));
        LibZstd.Check(LibZstd.SetParameter(_context, LibZstd.ChecksumFlag, 1));
        LibZstd.Check(LibZstd.SetParameter(_context, LibZstd.WorkerCount, threads));
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Compress(buffer, LibZstd.Continue);

    public override void Complete() => Compress([], LibZstd.End);

    protected override void Dispose(bool disposing)
    {
        if (_context != 0)
        {
            LibZstd.FreeCompression(_context);
            _context = 0;
        }

        base.Dispose(disposing);
    }

    private unsafe void Compress(ReadOnlySpan<byte> content, int directive)
    {
        fixed (byte* start = content, output = _output)
        {
            var input = new LibZstd.Buffer { Start = (nint)start, Length = (nuint)content.Length };
            nuint left;
            do
            {
                var target = new LibZstd.Buffer { Start = (nint)output, Length = (nuint)_output.Length };
                left = LibZstd.Check(LibZstd.Compress(_context, ref target, ref input, directive));
                _destination.Write(_output, 0, (int)target.Position);
            }
            while (input.Position < input.Length || (directive == LibZstd.End && left > 0));
        }
    }
}
