using System.Buffers.Binary;

namespace Cake.Aimee.Archives;

/// <summary>CRC-32 as gzip and zip have it (RFC 1952, section 8).</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;
    private const int Slices = 8;

    /// <summary>For each slice and byte value: what the byte does to the CRC when that many bytes follow it.</summary>
    private static readonly uint[] Table = MakeTable();

    /// <summary>The CRC of a piece that follows others.</summary>
    /// <param name="crc">The CRC of the others; 0 when there are none.</param>
    /// <param name="content">The piece.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> content)
    {
        crc = ~crc;
        for (; content.Length >= Slices; content = content[Slices..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(content) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(content[4..]);
            crc = Table[0x700 | (low & 0xff)] ^ Table[0x600 | ((low >> 8) & 0xff)]
                ^ Table[0x500 | ((low >> 16) & 0xff)] ^ Table[0x400 | (low >> 24)]
                ^ Table[0x300 | (high & 0xff)] ^ Table[0x200 | ((high >> 8) & 0xff)]
                ^ Table[0x100 | ((high >> 16) & 0xff)] ^ Table[high >> 24];
        }

        foreach (var value in content)
        {
            crc = Table[(crc ^ value) & 0xff] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>
    /// The CRC of two pieces in a row from the CRC of each: the first is moved on by the second's length, which is
    /// a multiplication by a power of x modulo the polynomial.
    /// </summary>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        // x^8 for each byte; bits are reflected, so that x^0 is the highest.
        var power = 0x00800000u;
        var shift = 0x80000000u;
        for (var length = secondLength; length > 0; length >>= 1)
        {
            if ((length & 1) != 0)
            {
                shift = Multiply(shift, power);
            }

            power = Multiply(power, power);
        }

        return Multiply(first, shift) ^ second;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (var at = 0u; at < table.Length; at++)
        {
            var value = at < 256 ? at : table[at - 256];
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            }

            table[at] = value;
        }

        return table;
    }

    private static uint Multiply(uint one, uint other)
    {
        var product = 0u;
        for (var bit = 0x80000000u; bit != 0; bit >>= 1)
        {
            if ((one & bit) != 0)
            {
                product ^= other;
            }

            other = (other & 1) != 0 ? (other >> 1) ^ Polynomial : other >> 1;
        }

        return product;
    }
}
