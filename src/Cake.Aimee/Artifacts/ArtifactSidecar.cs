using System.Collections.Immutable;

namespace Cake.Aimee.Artifacts;

/// <summary>What is known of an artifact besides its content: the file <c>ARCHIVE.json</c> beside it.</summary>
public sealed record ArtifactSidecar
{
    /// <summary>The version of this format.</summary>
    public const int CurrentFormat = 1;

    private const int DigestLength = 64;
    private const int LongestKey = 128;

    /// <summary>The version of the format in which it is written.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The artifact's name.</summary>
    public required ArtifactName Name { get; init; }

    /// <summary>The key under which it was made.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the archive: 64 hexadecimal digits in lower case.</summary>
    public required string Digest { get; init; }

    /// <summary>The archive's size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The archives that it was made of, each with its digest.</summary>
    public ImmutableSortedDictionary<string, string> Sources { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>SHA-256 of the build's log; null when there is none.</summary>
    public string? LogDigest { get; init; }

    /// <summary>When making it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it was there.</summary>
    public DateTimeOffset Ended { get; init; }

    /// <summary>Whether it can be used: one that was read somewhere may say anything.</summary>
    internal bool IsSound => Format == CurrentFormat && Name.IsSafe && IsKey(Key) && IsDigest(Digest) && Size >= 0;

    /// <summary>Whether a text can be a key: letters, digits, dashes.</summary>
    internal static bool IsKey(string text) =>
        text.Length is > 0 and <= LongestKey && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    /// <summary>Whether a text is a SHA-256.</summary>
    internal static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigitLower);
}
