using System.Collections.Immutable;
using System.Text;

namespace Cake.Aimee.Targets;

/// <summary>What an ELF file asks the dynamic linker for (System V ABI, chapter 5, Dynamic Section).</summary>
/// <param name="Needed">The names of the shared libraries that it needs.</param>
/// <param name="Name">What it is called when others need it; null when it does not say.</param>
/// <param name="SearchPath">Directories in which libraries are looked for first, with colons between; null for none.</param>
public sealed record ElfDynamic(ImmutableArray<string> Needed, string? Name, string? SearchPath)
{
    private const int LongestTable = 1 << 20;
    private const int LongestName = 4096;
    private const long End = 0;
    private const long NeededTag = 1;
    private const long StringTableTag = 5;
    private const long NameTag = 14;
    private const long OldSearchPathTag = 15;
    private const long SearchPathTag = 29;

    /// <summary>Reads what a file asks for.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null when it is no ELF file, or has no dynamic section.</returns>
    /// <exception cref="IOException">The file can not be read.</exception>
    public static ElfDynamic? Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Reads what a file asks for.</summary>
    /// <param name="stream">The file; it has to be seekable.</param>
    /// <returns>Null when it is no ELF file, or has no dynamic section.</returns>
    public static ElfDynamic? Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> header = stackalloc byte[ElfFields.HeaderLength];
        stream.Position = 0;
        header = header[..stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)];
        if (ElfFields.Of(header) is not { } fields)
        {
            return null;
        }

        var segments = ElfSegment.ReadAll(stream, fields, header);
        var dynamic = segments.Find(segment => segment.Type == ElfSegment.Dynamic);
        var table = new byte[Math.Clamp(dynamic.Length, 0, LongestTable)];
        return dynamic.Type == ElfSegment.Dynamic && ElfSegment.ReadAt(stream, dynamic.Offset, table)
            ? Of(stream, segments, Entries(fields, table))
            : null;
    }

    private static ElfDynamic Of(Stream stream, List<ElfSegment> segments, List<(long Tag, long Value)> entries)
    {
        var strings = OffsetOf(segments, ValueOf(entries, StringTableTag));
        return new(
            [.. entries.Where(entry => entry.Tag == NeededTag).Select(entry => TextAt(stream, strings, entry.Value)).OfType<string>()],
            TextAt(stream, strings, ValueOf(entries, NameTag)),
            TextAt(stream, strings, ValueOf(entries, SearchPathTag) ?? ValueOf(entries, OldSearchPathTag)));
    }

    private static List<(long Tag, long Value)> Entries(ElfFields fields, ReadOnlySpan<byte> table)
    {
        var entries = new List<(long, long)>();
        for (var size = fields.Bits / 8; table.Length >= 2 * size && fields.Address(table) is not End and var tag; table = table[(2 * size)..])
        {
            entries.Add((tag, fields.Address(table[size..])));
        }

        return entries;
    }

    private static long? ValueOf(List<(long Tag, long Value)> entries, long tag)
    {
        var index = entries.FindIndex(entry => entry.Tag == tag);
        return index < 0 ? null : entries[index].Value;
    }

    /// <summary>Where in the file is what will be at an address.</summary>
    private static long? OffsetOf(List<ElfSegment> segments, long? address)
    {
        foreach (var segment in segments)
        {
            if (segment.Type == ElfSegment.Load && address >= segment.Address && address - segment.Address < segment.Length)
            {
                return address - segment.Address + segment.Offset;
            }
        }

        return null;
    }

    private static string? TextAt(Stream stream, long? strings, long? offset)
    {
        if (strings + offset is not { } position || position < 0 || position >= stream.Length)
        {
            return null;
        }

        var bytes = new byte[Math.Min(LongestName, stream.Length - position)];
        ElfSegment.ReadAt(stream, position, bytes);
        var end = bytes.AsSpan().IndexOf((byte)0);
        return end < 0 ? null : Encoding.UTF8.GetString(bytes, 0, end);
    }
}
