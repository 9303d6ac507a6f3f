using System.IO.Compression;

namespace Cake.Aimee.Archives;

/// <summary>
/// Reads a decompressing stream, which works a few chunks ahead on a thread of its own. It is let copy instead of being
/// read from: .NET's takes its input 8 KB at a time when it is read, and each time keeps the last 32 KB of its output
/// anew; when it copies, it takes pieces as large as it is given.
/// </summary>
internal sealed class ReadAheadStream : ReadOnlyStream
{
    private const int Chunks = 4;
    private const int PieceSize = 128 * 1024;

    private readonly Stream _source;
    private readonly ChunkPipe _pipe;
    private ReadOnlyMemory<byte> _rest;

    /// <param name="source">The stream; closed with this one.</param>
    public ReadAheadStream(Stream source)
    {
        _source = source;
        _pipe = new ChunkPipe(Copy, Chunks, CancellationToken.None);
    }

    /// <summary>What comes next, as much as there is in one piece.</summary>
    /// <returns>Bytes that are valid until more are read; none at the end.</returns>
    public ReadOnlyMemory<byte> ReadChunk()
    {
        var chunk = _rest.IsEmpty ? _pipe.Take() : _rest;
        _rest = default;
        return chunk;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_rest.IsEmpty)
        {
            _rest = _pipe.Take();
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipe.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Copy(ChunkWriter output)
    {
        using var stream = new ChunkWriterStream(output);
        try
        {
            _source.CopyTo(stream, PieceSize);
        }
        catch (InvalidDataException exception) when (_source is GZipStream)
        {
            // .NET's own words lead astray: they tell of an archive's entry, and of an unsupported method.
            throw new InvalidDataException("gzip: the content is damaged", exception);
        }
    }
}
