namespace Cake.Aimee.Archives;

/// <summary>CRC-32 as gzip has it (RFC 1952, section 8).</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;

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
