using System.Collections.Immutable;

namespace Cake.Aimee.Sources;

/// <summary>What a file looks like, by its first bytes: servers like to answer with a web page where an archive was asked for.</summary>
internal static class ContentKind
{
    private const int LooksAt = 512;
    private const int TarMagicAt = 257;

    private static readonly ImmutableArray<(string Suffixes, byte[] Magic, int At, string Name)> Archives =
    [
        (".gz .tgz", [0x1f, 0x8b], 0, "a gzip file"),
        (".bz2 .tbz2 .tbz", "BZh"u8.ToArray(), 0, "a bzip2 file"),
        (".xz .txz", [0xfd, 0x37, 0x7a, 0x58, 0x5a], 0, "an xz file"),
        (".zst", [0x28, 0xb5, 0x2f, 0xfd], 0, "a zstd file"),
        (".lz", "LZIP"u8.ToArray(), 0, "an lzip file"),
        (".Z", [0x1f, 0x9d], 0, "a compress file"),
        (".zip .jar", "PK"u8.ToArray(), 0, "a zip file"),
        (".tar", "ustar"u8.ToArray(), TarMagicAt, "a tar archive"),
    ];

    /// <summary>Why a file can not be the archive that its name promises; null when it looks right or nothing is known of such names.</summary>
    /// <param name="archive">The archive's name.</param>
    /// <param name="path">The file.</param>
    public static string? Contradiction(string archive, string path)
    {
        var head = Head(path);
        foreach (var (suffixes, magic, at, name) in Archives)
        {
            if (suffixes.Split(' ').Any(suffix => archive.EndsWith(suffix, StringComparison.Ordinal)) && !Has(head, magic, at))
            {
                return $"is not {name} but {Describe(head)}";
            }
        }
        return null;
    }

    private static string Describe(byte[] head)
    {
        if (head.Length == 0)
        {
            return "empty";
        }
        var text = System.Text.Encoding.Latin1.GetString(head).TrimStart();
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? "a web page (HTML)"
            : Archives.FirstOrDefault(kind => Has(head, kind.Magic, kind.At)).Name ?? "something else";
    }

    private static bool Has(byte[] head, byte[] magic, int at) =>
        head.Length >= at + magic.Length && head.AsSpan(at, magic.Length).SequenceEqual(magic);

    private static byte[] Head(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[LooksAt];
        return head[..file.ReadAtLeast(head, LooksAt, throwOnEndOfStream: false)];
    }
}
