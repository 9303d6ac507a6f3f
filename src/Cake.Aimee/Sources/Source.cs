using System.Collections.Immutable;

namespace Cake.Aimee.Sources;

/// <summary>A source that a package needs.</summary>
/// <param name="Uri">Where it comes from.</param>
public sealed record Source(SourceUri Uri)
{
    /// <summary>What its archive has to be: every one of these has to match.</summary>
    public ImmutableArray<Checksum> Checksums { get; init; } = [];

    /// <summary>
    /// Whether, without a checksum, what the first fetch brings is believed and remembered, as for shell packages.
    /// When false, such a source is refused, unless it is pinned by a commit.
    /// </summary>
    public bool TrustOnFirstUse { get; init; }
}
