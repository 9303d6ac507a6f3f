using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>What a new image's config has other than the old one's.</summary>
/// <param name="DiffIds">The layers, the lowest first.</param>
/// <param name="History">The history, whole.</param>
/// <param name="Labels">Labels to set.</param>
/// <param name="Created">When the image was made; null leaves what the input says.</param>
internal sealed record ConfigChange(
    ImmutableArray<Digest> DiffIds,
    ImmutableArray<HistoryEntry> History,
    ImmutableSortedDictionary<string, string> Labels,
    string? Created);
