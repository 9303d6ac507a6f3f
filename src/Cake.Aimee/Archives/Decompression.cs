using System.IO.Compression;

namespace Cake.Aimee.Archives;

/// <summary>Finds out how an archive is compressed, and undoes it.</summary>
public static class Decompression
{
    private const int LongestMagic = 4;

    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];

    private static ReadOnlySpan<byte> ZstdMagic => [0x28, 0xb5, 0x2f, 0xfd];

    /// <summary>What a skippable frame has after its first byte.</summary>
    private static ReadOnlySpan<byte> SkippableMagic => [0x2a, 0x4d, 0x18];

    /// <summary>Tells from its first bytes how an archive is compressed.</summary>
    /// <param name="archive">The archive.</param>
    public static Compression Detect(FileRange archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        Span<byte> start = stackalloc byte[LongestMagic];
        return Detect(start[..archive.Read(0, start)]);
    }

    /// <summary>Tells from an archive's first bytes how it is compressed.</summary>
    /// <param name="start">At least four bytes, unless the archive is shorter.</param>
    public static Compression Detect(ReadOnlySpan<byte> start) =>
        start.StartsWith(GzipMagic) ? Compression.Gzip
        : IsZstd(start) ? Compression.Zstd
        : Compression.None;

    /// <summary>
    /// Opens a stream of the content. A zstd archive that is cut off is an error; a gzip archive that is cut off ends
    /// early, which only a digest of the content tells.
    /// </summary>
    /// <param name="archive">The compressed archive; closed with the stream that is returned.</param>
    /// <param name="compression">How it is compressed.</param>
    public static Stream Open(Stream archive, Compression compression) => compression switch
    {
        Compression.None => archive,
        _ => OpenAhead(archive, compression),
    };

    /// <summary>Opens a stream of the content of an archive that is compressed.</summary>
    /// <inheritdoc cref="Open"/>
    internal static ReadAheadStream OpenAhead(Stream archive, Compression compression) => new(compression switch
    {
        Compression.Gzip => new GZipStream(archive, CompressionMode.Decompress),
        Compression.Zstd => new ZstdReadStream(archive),
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    });

    private static bool IsZstd(ReadOnlySpan<byte> start) =>
        start.StartsWith(ZstdMagic)
        || (start.Length >= LongestMagic && (start[0] & 0xf0) == 0x50 && start[1..4].SequenceEqual(SkippableMagic));
}
