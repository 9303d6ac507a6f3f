using System.Collections.Immutable;

namespace Cake.Aimee.Artifacts;

/// <summary>The artifacts that are to be made of one install root.</summary>
/// <param name="Name">What the package's own is called.</param>
/// <param name="Key">Its key.</param>
/// <param name="InstallRoot">The directory whose content is packed.</param>
/// <param name="Description">What it says about itself.</param>
public sealed record ArtifactRequest(ArtifactName Name, string Key, string InstallRoot, ArtifactDescription Description)
{
    /// <summary>Further artifacts, each made of a part; what they take is not in the package's own.</summary>
    public ImmutableArray<ArtifactSplit> Splits { get; init; } = [];

    /// <summary>Times of change later than this become this (SOURCE_DATE_EPOCH).</summary>
    public DateTimeOffset ClampTo { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The archives that it was made of, each with its digest.</summary>
    public ImmutableSortedDictionary<string, string> Sources { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>SHA-256 of the build's log; null when there is none.</summary>
    public string? LogDigest { get; init; }

    /// <summary>When making it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The compressor's level; null for its usual one.</summary>
    public int? Level { get; init; }

    /// <summary>How many threads compress. The bytes are the same for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
