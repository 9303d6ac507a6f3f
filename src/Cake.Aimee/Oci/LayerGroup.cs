using System.Collections.Immutable;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>Layers of an image that are stored as one and the same.</summary>
/// <param name="Content">The stored bytes.</param>
/// <param name="Copies">What is said of them: digests may be stated differently.</param>
/// <param name="Indexes">The layers' numbers, from 0 at the bottom, of those that are to be read.</param>
internal sealed record LayerGroup(FileRange Content, ImmutableList<Layer> Copies, ImmutableList<int> Indexes)
{
    /// <summary>One of the copies: all are compressed in the same way.</summary>
    public Layer First => Copies[0];

    /// <summary>The highest of the layers.</summary>
    public int Top => Indexes[^1];

    /// <summary>The groups of an image, the longest first.</summary>
    /// <param name="layers">All layers of the image.</param>
    /// <param name="count">How many of them, from the lowest, are to be read.</param>
    public static IEnumerable<LayerGroup> Of(IReadOnlyList<Layer> layers, int count) => layers
        .Select((layer, index) => (Layer: layer, Index: index))
        .GroupBy(item => item.Layer.Content)
        .Select(group => new LayerGroup(
            group.Key,
            [.. group.Select(item => item.Layer).Distinct()],
            [.. group.Select(item => item.Index).Where(index => index < count)]))
        .OrderByDescending(group => group.Content.Length);

    /// <summary>
    /// The order in which groups are best decompressed: from the top, because upper layers hide what lower ones need not
    /// keep; but one that would last as long as a thread's share of all that is left is not put off.
    /// </summary>
    /// <param name="groups">The groups; all are to be read.</param>
    /// <param name="threads">How many are worked on at once.</param>
    public static IEnumerable<LayerGroup> InOrder(IEnumerable<LayerGroup> groups, int threads)
    {
        var left = groups.OrderByDescending(group => group.Top).ToList();
        while (left.Count > 0)
        {
            var longest = left.MaxBy(group => group.Content.Length)!;
            var isUrgent = longest.Content.Length >= left.Sum(group => group.Content.Length) / threads;
            var next = isUrgent ? longest : left[0];
            left.Remove(next);
            yield return next;
        }
    }
}
