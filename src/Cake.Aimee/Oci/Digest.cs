using System.Security.Cryptography;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>A content digest, as OCI descriptors carry it (image spec, descriptor.md, "Digests").</summary>
/// <param name="Algorithm"><c>sha256</c> or <c>sha512</c>.</param>
/// <param name="Hex">The hash in lower-case hexadecimal digits.</param>
public sealed record Digest(string Algorithm, string Hex)
{
    /// <summary>The algorithm as .NET calls it.</summary>
    internal HashAlgorithmName HashAlgorithm => Algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;

    /// <summary>Reads <c>sha256:…</c> or <c>sha512:…</c>.</summary>
    /// <param name="text">The digest in text form.</param>
    /// <exception cref="AimeeException">It is no digest, or of another algorithm.</exception>
    public static Digest Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var algorithm = colon < 0 ? "" : text[..colon];
        var hex = text[(colon + 1)..];
        var length = algorithm switch
        {
            "sha256" => 64,
            "sha512" => 128,
            _ => throw new AimeeException($"\"{text}\" is no digest that is understood: sha256:… or sha512:… is."),
        };
        return hex.Length == length && hex.All(char.IsAsciiHexDigitLower)
            ? new Digest(algorithm, hex)
            : throw new AimeeException($"\"{text}\" is no {algorithm} digest: {length} digits 0-9 and a-f belong after the colon.");
    }

    /// <summary>The SHA-256 of some content.</summary>
    /// <param name="content">The content.</param>
    public static Digest Of(ReadOnlySpan<byte> content) => FromSha256(SHA256.HashData(content));

    /// <summary>A SHA-256 that has been computed.</summary>
    /// <param name="hash">Its 32 bytes.</param>
    public static Digest FromSha256(ReadOnlySpan<byte> hash) => new("sha256", Convert.ToHexStringLower(hash));

    /// <summary>Whether some content has this digest.</summary>
    /// <param name="content">The content.</param>
    public bool Matches(ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithm, content)) == Hex;

    /// <summary>The text form: <c>sha256:…</c>.</summary>
    public override string ToString() => $"{Algorithm}:{Hex}";
}
