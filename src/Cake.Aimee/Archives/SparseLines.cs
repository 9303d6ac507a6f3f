namespace Cake.Aimee.Archives;

/// <summary>Reads the numbers that stand before a sparse file's content, each on a line.</summary>
/// <param name="read">The content's bytes from a position on, some of them; none at its end.</param>
internal sealed class SparseLines(Func<long, byte[]> read)
{
    private const int LongestNumber = 20;

    private byte[] _bytes = [];
    private int _at;

    /// <summary>How many bytes have been taken.</summary>
    public long Position { get; private set; }

    /// <summary>The next number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public long Next()
    {
        Span<byte> digits = stackalloc byte[LongestNumber];
        for (var count = 0; ; count++)
        {
            var digit = Take();
            if (digit == '\n')
            {
                return SparseMap.Number(digits[..count]);
            }

            if (count == LongestNumber)
            {
                return SparseMap.Number([]);
            }

            digits[count] = digit;
        }
    }

    private byte Take()
    {
        if (_at == _bytes.Length)
        {
            _bytes = read(Position);
            _at = 0;
        }

        Position++;
        return _bytes.Length == 0 ? (byte)'\n' : _bytes[_at++];
    }
}
