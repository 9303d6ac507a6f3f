using System.Globalization;
using System.Text;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>A static library: an <c>ar</c> archive (POSIX.1-2024 does not say its form; this is that of System V and BSD) of object files.</summary>
internal static class StaticArchive
{
    private const int HeaderLength = 60;
    private const int SizeAt = 48;
    private const int SizeLength = 10;
    private const int ElfHeaderLength = 64;

    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    /// <summary>Whether a file is one; it is at its beginning afterwards.</summary>
    public static bool IsOne(Stream stream)
    {
        Span<byte> start = stackalloc byte[Magic.Length];
        stream.Position = 0;
        var isOne = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Magic);
        stream.Position = 0;
        return isOne;
    }

    /// <summary>The headers of the members that are ELF files.</summary>
    public static IEnumerable<ElfHeader> Headers(Stream stream)
    {
        var (header, content) = (new byte[HeaderLength], new byte[ElfHeaderLength]);
        for (long position = Magic.Length; Read(stream, position, header) == HeaderLength;)
        {
            position += HeaderLength;
            var count = Read(stream, position, content);
            using var member = new MemoryStream(content, 0, count);
            if (ElfHeader.Read(member) is { } found)
            {
                yield return found;
            }

            if (!long.TryParse(Encoding.ASCII.GetString(header, SizeAt, SizeLength), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var size))
            {
                yield break;
            }

            // Members begin at even places.
            position += size + (size & 1);
        }
    }

    private static int Read(Stream stream, long position, byte[] bytes)
    {
        stream.Position = position;
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
    }
}
