using System.Buffers.Binary;

namespace Cake.Aimee.Archives;

/// <summary>
/// The fields of a tar header block: where they lie (POSIX.1-2017, pax, "ustar Interchange Format"; GNU's and
/// star's variants), and the numbers in them.
/// </summary>
internal static class TarField
{
    public const int BlockSize = 512;

    public static readonly Range Name = 0..100;
    public static readonly Range Mode = 100..108;
    public static readonly Range Uid = 108..116;
    public static readonly Range Gid = 116..124;
    public static readonly Range Size = 124..136;
    public static readonly Range Time = 136..148;
    public static readonly Range Checksum = 148..156;
    public const int Type = 156;
    public static readonly Range LinkName = 157..257;
    public static readonly Range Magic = 257..263;
    public static readonly Range Version = 263..265;
    public static readonly Range DeviceMajor = 329..337;
    public static readonly Range DeviceMinor = 337..345;
    public static readonly Range Prefix = 345..500;
    public static readonly Range StarPrefix = 345..476;
    public static readonly Range StarMagic = 508..512;
    public static readonly Range GnuSparseMap = 386..482;
    public const int GnuSparseContinues = 482;
    public static readonly Range GnuRealSize = 483..495;
    public const int GnuSparseBlockContinues = 504;

    /// <summary>The keyword of a pax record with a file's capabilities, as star and GNU tar call it.</summary>
    public static ReadOnlySpan<byte> CapabilityKey => "SCHILY.xattr.security.capability"u8;

    /// <summary>The length rounded up to whole blocks.</summary>
    public static long Padded(long length) => (length + BlockSize - 1) & ~(BlockSize - 1L);

    /// <summary>A field up to its first NUL.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    /// <summary>The part of a POSIX name that precedes the name field; empty in GNU's and the oldest form.</summary>
    public static ReadOnlySpan<byte> NamePrefix(ReadOnlySpan<byte> header) =>
        !IsUstar(header) ? [] : Text(header[header[StarMagic].SequenceEqual("tar\0"u8) ? StarPrefix : Prefix]);

    public static bool IsUstar(ReadOnlySpan<byte> header) => header[Magic].SequenceEqual("ustar\0"u8);

    /// <summary>Reads octal digits, or GNU's base 256 where the first bit is set.</summary>
    /// <returns>Whether the field holds a number that fits.</returns>
    public static bool TryReadNumber(ReadOnlySpan<byte> field, out long number)
    {
        number = 0;
        if ((field[0] & 0x80) != 0)
        {
            return TryReadBinary(field, out number);
        }

        field = Text(field).Trim((byte)' ');
        foreach (var digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7' || number > long.MaxValue >> 3)
            {
                return false;
            }

            number = (number << 3) | (uint)(digit - '0');
        }

        return true;
    }

    /// <summary>Writes octal digits with a final NUL, or base 256 where they do not fit.</summary>
    public static void WriteNumber(Span<byte> field, long number)
    {
        if (number < 0 || number >> (3 * (field.Length - 1)) != 0)
        {
            field.Fill(number < 0 ? (byte)0xff : (byte)0);
            BinaryPrimitives.WriteInt64BigEndian(field[^8..], number);
            field[0] |= 0x80;
            return;
        }

        field[^1] = 0;
        for (var at = field.Length - 2; at >= 0; at--, number >>= 3)
        {
            field[at] = (byte)('0' + (number & 7));
        }
    }

    public static void WriteChecksum(Span<byte> header)
    {
        header[Checksum].Fill((byte)' ');
        var sum = 0L;
        foreach (var value in header)
        {
            sum += value;
        }

        WriteNumber(header[Checksum][..7], sum);
    }

    /// <summary>Whether the header's checksum is right, its bytes taken as unsigned or, as some old programs did, as signed.</summary>
    public static bool HasRightChecksum(ReadOnlySpan<byte> header)
    {
        long unsigned = 8 * ' ', signed = 8 * ' ';
        for (var at = 0; at < BlockSize; at++)
        {
            if (at is < 148 or >= 156)
            {
                unsigned += header[at];
                signed += (sbyte)header[at];
            }
        }

        return TryReadNumber(header[Checksum], out var stated) && (stated == unsigned || stated == signed);
    }

    private static bool TryReadBinary(ReadOnlySpan<byte> field, out long number)
    {
        var negative = (field[0] & 0x40) != 0;
        number = negative ? (sbyte)field[0] : field[0] & 0x3f;
        foreach (var value in field[1..])
        {
            if (number is > long.MaxValue >> 8 or < long.MinValue >> 8)
            {
                return false;
            }

            number = (number << 8) | value;
        }

        return true;
    }
}
