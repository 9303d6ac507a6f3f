using System.Diagnostics.CodeAnalysis;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Sources;

/// <summary>A checksum of a source: what it has to be.</summary>
/// <param name="Algorithm">How it is computed.</param>
/// <param name="Hex">The hash, in lower-case hexadecimal digits.</param>
public sealed record Checksum(ChecksumAlgorithm Algorithm, string Hex)
{
    /// <summary>Reads a checksum.</summary>
    /// <param name="algorithm"><c>sha256</c>, <c>sha512</c> or <c>blake2b</c>.</param>
    /// <param name="hex">The hash in hexadecimal digits; case does not matter.</param>
    /// <exception cref="AimeeException">It is none.</exception>
    [SuppressMessage("Globalization", "CA1308", Justification = "Checksums are written in lower case.")]
    public static Checksum Parse(string algorithm, string hex)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(hex);
        if (!Enum.TryParse<ChecksumAlgorithm>(algorithm, ignoreCase: true, out var kind) || char.IsAsciiDigit(algorithm[0]))
        {
            throw new AimeeException($"'{algorithm}' is no checksum that is known here: there are sha256, sha512 and blake2b.");
        }
        var length = kind == ChecksumAlgorithm.Sha256 ? 64 : 128;
        return hex.Length == length && hex.All(char.IsAsciiHexDigit)
            ? new(kind, hex.ToLowerInvariant())
            : throw new AimeeException($"'{hex}' is no {algorithm}: that has {length} hexadecimal digits.");
    }

    /// <summary>Reads <c>sha256:…</c> and its kin.</summary>
    /// <param name="text">Algorithm and hash, with a colon between.</param>
    /// <exception cref="AimeeException">It is none.</exception>
    public static Checksum Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return Parse(text[..Math.Max(colon, 0)], text[(colon + 1)..]);
    }

    /// <summary>The form <c>sha256:…</c>.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Checksums are written in lower case.")]
    public override string ToString() => $"{Algorithm.ToString().ToLowerInvariant()}:{Hex}";
}
