using System.Collections.Immutable;
using System.Text;

namespace Cake.Aimee.Archives;

/// <summary>Tells what an archive is: by its content; its name tells only whether it is to be unpacked at all.</summary>
internal static class ArchiveKinds
{
    private static readonly ImmutableArray<string> Suffixes =
    [
        ".tar", ".tar.gz", ".tgz", ".tar.zst", ".tzst", ".tar.bz2", ".tbz2", ".tbz", ".tb2", ".tar.xz", ".txz",
        ".tar.lz", ".tlz", ".tar.Z", ".taZ", ".zip",
    ];

    private static readonly ImmutableArray<(ArchiveKind Kind, byte[] Magic)> Magics =
    [
        (ArchiveKind.Bzip2, "BZh"u8.ToArray()),
        (ArchiveKind.Xz, [0xfd, .. "7zXZ\0"u8]),
        (ArchiveKind.Lzip, "LZIP"u8.ToArray()),
        (ArchiveKind.Compress, [0x1f, 0x9d]),
        (ArchiveKind.Zip, [.. "PK"u8, 3, 4]),
        (ArchiveKind.Zip, [.. "PK"u8, 5, 6]),
    ];

    /// <summary>Whether a name is that of an archive.</summary>
    public static bool IsArchiveName(string name) =>
        Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && name.Length > suffix.Length);

    /// <summary>What an archive's first bytes say.</summary>
    /// <param name="start">The first 512 bytes, fewer when there are no more.</param>
    public static ArchiveKind Detect(ReadOnlySpan<byte> start)
    {
        switch (Decompression.Detect(start))
        {
            case Compression.Gzip:
                return ArchiveKind.Gzip;
            case Compression.Zstd:
                return ArchiveKind.Zstd;
            default:
                break;
        }

        foreach (var (kind, magic) in Magics)
        {
            if (start.StartsWith(magic))
            {
                return kind;
            }
        }

        var isTar = start.Length == TarField.BlockSize && (TarField.HasRightChecksum(start) || start.IndexOfAnyExcept((byte)0) < 0);
        return isTar ? ArchiveKind.Tar : ArchiveKind.Unknown;
    }

    /// <summary>Says what an unknown file looks like.</summary>
    public static string Describe(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            return "it is empty";
        }

        var text = Encoding.Latin1.GetString(start).TrimStart();
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? "it is a web page (HTML)"
            : $"it begins with {Convert.ToHexStringLower(start[..Math.Min(8, start.Length)])}";
    }
}
