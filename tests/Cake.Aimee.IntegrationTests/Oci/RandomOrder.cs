namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>Puts a layer's entries into a random order that a program unpacking one after the other can take.</summary>
/// <param name="random">What chance decides by.</param>
/// <param name="entries">The entries.</param>
/// <param name="lower">What the layers below made: path → type.</param>
internal sealed class RandomOrder(Random random, IReadOnlyList<RandomEntry> entries, IReadOnlyDictionary<string, char> lower)
{
    /// <summary>The entries in such an order.</summary>
    public List<RandomEntry> Shuffle()
    {
        // Any order but: a link comes after its target's new content and before the marker that hides the target, of two
        // entries for a path the order counts, what is no directory below becomes one before it is filled, and (because
        // umoci forgets the times of directories otherwise) so do new directories, and markers come before directories.
        var left = new List<RandomEntry>(entries);
        var result = new List<RandomEntry>();
        var keepsOrder = random.Next(3) == 0;
        while (left.Count > 0)
        {
            var ready = left.Where((entry, index) => !left.Take(index).Any(earlier => MustPrecede(earlier, entry))).ToList();
            var next = keepsOrder ? left[0] : ready[random.Next(ready.Count)];
            left.Remove(next);
            result.Add(next);
        }

        return result;
    }

    private bool MustPrecede(RandomEntry earlier, RandomEntry later)
    {
        if (earlier.Type == '1' || later.Type == '1')
        {
            return true;
        }

        var path = earlier.RealPath.TrimEnd('/');
        var stays = lower.TryGetValue(path, out var type) && type == '5' && !entries.Any(entry => Hidden(entry) == path);
        return path == later.RealPath.TrimEnd('/')
            || (Hidden(earlier) == later.RealPath.TrimEnd('/') && later.Type == '5')
            || (!stays && later.RealPath.StartsWith(path + "/", StringComparison.Ordinal));
    }

    private static string? Hidden(RandomEntry entry) =>
        entry.IsMarker ? entry.RealPath.Replace(".wh.", "", StringComparison.Ordinal) : null;
}
