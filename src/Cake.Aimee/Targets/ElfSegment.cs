namespace Cake.Aimee.Targets;

/// <summary>A part of an ELF file that is of use when it is loaded (System V ABI, chapter 5, Program Header).</summary>
/// <param name="Type">What it is, one of the constants here or another.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Address">Where it begins in memory.</param>
/// <param name="Length">How many bytes of the file it has.</param>
internal readonly record struct ElfSegment(uint Type, long Offset, long Address, long Length)
{
    public const uint Load = 1;
    public const uint Dynamic = 2;
    public const uint Interpreter = 3;

    /// <summary>The segments of a file; fewer than it promises when it is cut off.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="fields">Its class and order of bytes.</param>
    /// <param name="header">Its first bytes.</param>
    public static List<ElfSegment> ReadAll(Stream stream, ElfFields fields, ReadOnlySpan<byte> header)
    {
        var segments = new List<ElfSegment>();
        var start = fields.Address(header[(fields.Is64 ? 32 : 28)..]);
        var size = fields.Half(header[(fields.Is64 ? 54 : 42)..]);
        var count = fields.Half(header[(fields.Is64 ? 56 : 44)..]);
        if (size < (fields.Is64 ? 56 : 32))
        {
            return segments;
        }

        var entry = new byte[size];
        for (var i = 0; i < count && ReadAt(stream, start + ((long)i * size), entry); i++)
        {
            segments.Add(new(
                fields.Word(entry),
                fields.Address(entry.AsSpan(fields.Is64 ? 8 : 4)),
                fields.Address(entry.AsSpan(fields.Is64 ? 16 : 8)),
                fields.Address(entry.AsSpan(fields.Is64 ? 32 : 16))));
        }

        return segments;
    }

    /// <summary>Reads bytes at a place of a file.</summary>
    /// <returns>Whether the file has so many there.</returns>
    public static bool ReadAt(Stream stream, long position, Span<byte> bytes)
    {
        if (position < 0 || position > stream.Length - bytes.Length)
        {
            return false;
        }

        stream.Position = position;
        stream.ReadExactly(bytes);
        return true;
    }
}
