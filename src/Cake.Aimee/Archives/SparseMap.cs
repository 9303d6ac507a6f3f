using System.Buffers.Text;

namespace Cake.Aimee.Archives;

/// <summary>Where the stored pieces of a sparse file lie in it; what is between them is zeros.</summary>
internal sealed class SparseMap
{
    private readonly List<(long Offset, long Length)> _pieces = [];

    /// <summary>The pieces in their order.</summary>
    public IReadOnlyList<(long Offset, long Length)> Pieces => _pieces;

    /// <summary>The file's length in bytes.</summary>
    public long RealSize { get; set; }

    /// <summary>Length of the map where it stands before the content, in bytes.</summary>
    public long StoredLength { get; private set; }

    public void Add(long offset, long length) => _pieces.Add((offset, length));

    /// <summary>Adds the pieces that stand in a header of GNU's own kind.</summary>
    /// <exception cref="FormatException">A number is none.</exception>
    public void AddFields(ReadOnlySpan<byte> fields)
    {
        const int Width = 12;
        for (; fields.Length >= 2 * Width && fields[0] != 0; fields = fields[(2 * Width)..])
        {
            if (!TarField.TryReadNumber(fields[..Width], out var offset) || !TarField.TryReadNumber(fields[Width..(2 * Width)], out var length))
            {
                throw Broken();
            }

            Add(offset, length);
        }
    }

    /// <summary>Adds the pieces that stand in a pax record: offset, length, offset, length…</summary>
    /// <exception cref="FormatException">A number is none.</exception>
    public void AddList(ReadOnlySpan<byte> list)
    {
        long? offset = null;
        foreach (var range in list.Split((byte)','))
        {
            var number = Number(list[range]);
            if (offset is { } start)
            {
                Add(start, number);
                offset = null;
            }
            else
            {
                offset = number;
            }
        }
    }

    /// <summary>Reads the map that stands before the content, a number on each line: how many pieces, then each one's offset and length.</summary>
    /// <param name="read">The content's bytes from a position on, some of them.</param>
    /// <exception cref="FormatException">A number is none.</exception>
    public void ReadLines(Func<long, byte[]> read)
    {
        var lines = new SparseLines(read);
        for (var left = lines.Next(); left > 0; left--)
        {
            Add(lines.Next(), lines.Next());
        }

        StoredLength = TarField.Padded(lines.Position);
    }

    /// <summary>Sees to it that the pieces follow each other, lie in the file, and are what is stored.</summary>
    /// <param name="stored">How many bytes are stored.</param>
    /// <exception cref="FormatException">They do not.</exception>
    public void Check(long stored)
    {
        long end = 0, sum = 0;
        foreach (var (offset, length) in _pieces)
        {
            if (offset < end || length < 0 || offset > RealSize || length > RealSize - offset)
            {
                throw Broken();
            }

            end = offset + length;
            sum += length;
        }

        if (sum != stored)
        {
            throw Broken();
        }
    }

    /// <summary>A number in decimal digits.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var length) && length == text.Length && number >= 0 ? number : throw Broken();

    private static FormatException Broken() => new("its map of a sparse file is broken");
}
