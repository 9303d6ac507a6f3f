using System.Buffers.Binary;

namespace Cake.Aimee.Targets;

/// <summary>Reads the fields of an ELF file in its class and order of bytes.</summary>
/// <param name="Bits">32 or 64: the class.</param>
/// <param name="IsLittleEndian">The order of bytes.</param>
internal readonly record struct ElfFields(int Bits, bool IsLittleEndian)
{
    public const int HeaderLength = 64;
    private const int ShortHeaderLength = 52;

    public bool Is64 => Bits == 64;

    /// <summary>The class and order of an ELF file.</summary>
    /// <param name="header">The file's first bytes, <see cref="HeaderLength"/> of them when it has so many.</param>
    /// <returns>Null when it is no ELF file, or its header is cut off.</returns>
    public static ElfFields? Of(ReadOnlySpan<byte> header) =>
        header.Length >= ShortHeaderLength && header.StartsWith("\u007fELF"u8) && header[4] is 1 or 2 && header[5] is 1 or 2
        && (header[4] == 1 || header.Length >= HeaderLength)
            ? new(header[4] * 32, header[5] == 1)
            : null;

    public ushort Half(ReadOnlySpan<byte> bytes) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    public uint Word(ReadOnlySpan<byte> bytes) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    public long Address(ReadOnlySpan<byte> bytes) => !Is64
        ? Word(bytes)
        : IsLittleEndian ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);
}
