using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>What the history says once some layers have become others.</summary>
internal static class HistoryPlan
{
    private const string CreatedBy = "Cake.Aimee squash";

    /// <summary>The new history, with one entry that is not empty for each layer; nothing when none is wanted.</summary>
    /// <param name="config">The input's config.</param>
    /// <param name="range">The layers that were squashed.</param>
    /// <param name="written">How many layers there are in their place.</param>
    /// <param name="mode">What to tell.</param>
    /// <param name="created">When the image was made.</param>
    public static ImmutableArray<HistoryEntry> Make(
        ImageConfig config, LayerRange range, int written, HistoryMode mode, string? created)
    {
        if (mode == HistoryMode.None)
        {
            return [];
        }

        var squashed = Enumerable.Repeat(HistoryEntry.ForLayer(created, $"{CreatedBy} of {range.End - range.First} layers"), written);
        var layers = config.DiffIds.Length;
        if (mode == HistoryMode.One || config.History.Count(entry => !entry.IsEmpty) != layers)
        {
            var kept = HistoryEntry.ForLayer(created, $"{CreatedBy}: layer kept");
            return [.. Enumerable.Repeat(kept, range.First), .. squashed, .. Enumerable.Repeat(kept, layers - range.End)];
        }

        var history = ImmutableArray.CreateBuilder<HistoryEntry>();
        var layer = 0;
        foreach (var entry in config.History)
        {
            history.Add(entry.IsEmpty || layer < range.First || layer >= range.End ? entry : entry.WithoutLayer());
            if (!entry.IsEmpty && ++layer == range.End)
            {
                history.AddRange(squashed);
            }
        }

        return history.ToImmutable();
    }
}
