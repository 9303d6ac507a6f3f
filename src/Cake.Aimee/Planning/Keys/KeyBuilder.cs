using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Cake.Aimee.Planning.Keys;

/// <summary>Collects the parts of a key.</summary>
internal sealed class KeyBuilder
{
    private readonly SortedDictionary<string, string> parts = new(StringComparer.Ordinal);

    /// <summary>Adds a part by its content.</summary>
    public KeyBuilder Add(string name, string content) => AddDigest(name, DigestOf(content));

    /// <summary>Adds a part whose content is known by its digest.</summary>
    public KeyBuilder AddDigest(string name, string digest)
    {
        parts[name] = digest;
        return this;
    }

    /// <summary>Adds parts that are known.</summary>
    public KeyBuilder AddRange(IEnumerable<KeyPart> known)
    {
        foreach (var part in known)
        {
            parts[part.Name] = part.Digest;
        }

        return this;
    }

    /// <summary>The key of all that was added.</summary>
    public StageKey Build()
    {
        var value = new StringBuilder();
        foreach (var (name, digest) in parts)
        {
            value.Append(name).Append('\0').Append(digest).Append('\n');
        }

        return new StageKey(DigestOf(value.ToString()), parts.Select(part => new KeyPart(part.Key, part.Value)).ToImmutableArray());
    }

    /// <summary>The SHA-256 of a text, in hexadecimal digits.</summary>
    public static string DigestOf(string text)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)), hash);
            return Convert.ToHexStringLower(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
