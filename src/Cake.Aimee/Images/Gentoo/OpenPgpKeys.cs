using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>Reads exported OpenPGP keys (RFC 9580) as far as it takes to know which they are.</summary>
internal static class OpenPgpKeys
{
    private const string Begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private const int PublicKeyPacket = 6;

    /// <summary>The keys in binary form. gpgv reads no ASCII armor (§6.2): headers, an empty line, base64, and a checksum after '='.</summary>
    /// <exception cref="AimeeException">It begins as armor and does not go on so.</exception>
    internal static byte[] Plain(string file, byte[] content)
    {
        if (!content.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Begin)))
        {
            return content;
        }

        var plain = new List<byte>();
        var text = Encoding.ASCII.GetString(content).ReplaceLineEndings("\n");
        foreach (var block in text.Split(Begin + "\n", StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                var body = block[..block.IndexOf("-----END", StringComparison.Ordinal)];
                var lines = body[(body.StartsWith('\n') ? 1 : body.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Split('\n');
                plain.AddRange(Convert.FromBase64String(string.Concat(lines.TakeWhile(line => !line.StartsWith('=')))));
            }
            catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
            {
                throw new AimeeException($"The keyring {file} is broken: it begins as ASCII armor and does not go on so. Export the key again.", exception);
            }
        }

        return [.. plain];
    }

    /// <summary>The fingerprints of the primary keys, in the order of the file; none where it holds something else.</summary>
    /// <param name="plain">The keys in binary form.</param>
    internal static ImmutableArray<string> Fingerprints(ReadOnlySpan<byte> plain)
    {
        var fingerprints = ImmutableArray.CreateBuilder<string>();
        while (TryReadPacket(ref plain, out var tag, out var body))
        {
            if (tag == PublicKeyPacket && Fingerprint(body) is { } fingerprint)
            {
                fingerprints.Add(fingerprint);
            }
        }

        return fingerprints.ToImmutable();
    }

    /// <summary>A packet's header (§4.2): tag and length, in the new form or the old one.</summary>
    private static bool TryReadPacket(ref ReadOnlySpan<byte> rest, out int tag, out ReadOnlySpan<byte> body)
    {
        tag = 0;
        body = default;
        if (rest.Length < 2 || rest[0] < 0x80)
        {
            return false;
        }

        var isNew = (rest[0] & 0x40) != 0;
        tag = isNew ? rest[0] & 0x3F : (rest[0] >> 2) & 0x0F;
        var (width, extra) = (isNew, rest[0] & 3, rest[1]) switch
        {
            (true, _, < 192) => (1, 0),
            (true, _, < 224) => (2, 192 - (192 << 8)),
            (true, _, 255) => (4, 0),
            (false, 0, _) => (1, 0),
            (false, 1, _) => (2, 0),
            (false, 2, _) => (4, 0),
            _ => (0, 0),
        };
        var start = isNew && width == 4 ? 2 : 1;
        if (width == 0 || rest.Length < start + width)
        {
            return false;
        }

        long length = 0;
        foreach (var part in rest.Slice(start, width))
        {
            length = (length << 8) | part;
        }

        length += extra;
        start += width;
        if (length < 0 || length > rest.Length - start)
        {
            return false;
        }

        body = rest.Slice(start, (int)length);
        rest = rest[(start + (int)length)..];
        return true;
    }

    /// <summary>§5.5.4: a digest over the packet, by its version. SHA-1 is what version 4 is defined with; it secures nothing here.</summary>
    private static string? Fingerprint(ReadOnlySpan<byte> body) => body.IsEmpty ? null : body[0] switch
    {
#pragma warning disable CA5350
        4 => Convert.ToHexString(SHA1.HashData([0x99, (byte)(body.Length >> 8), (byte)body.Length, .. body])),
#pragma warning restore CA5350
        6 => Convert.ToHexString(SHA256.HashData([0x9B, 0, 0, (byte)(body.Length >> 8), (byte)body.Length, .. body])),
        _ => null,
    };
}
