namespace Cake.Aimee.Pipelines;

/// <summary>
/// Packages that share jobs, when there may not be a job for each. Members of one level of the graph need each other in
/// no way, and all edges lead from a level to an earlier one: jobs made within levels can not wait for each other in a
/// circle. Where there may be fewer jobs than levels, levels that follow each other become one job.
/// </summary>
internal static class JobGroups
{
    /// <summary>Puts the members of a graph into groups.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isLarge">Whether a member is to be alone in its group as long as there are groups enough.</param>
    /// <param name="most">How many groups there may be at most; at least 1.</param>
    /// <returns>The groups, each with its members in the order of the graph; each group after those that it needs.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(JobGraph graph, Func<int, bool> isLarge, int most)
    {
        var levels = graph.Order.GroupBy(member => graph.Level[member]).Select(level => level.ToList()).ToList();
        if (levels.Count > most)
        {
            return Join(levels, most);
        }

        var counts = Share(levels, most);
        return [.. levels.SelectMany((level, number) => Split(level, isLarge, counts[number]))];
    }

    /// <summary>Joins neighbouring levels, so that each of what they become has about as many members.</summary>
    private static IReadOnlyList<IReadOnlyList<int>> Join(List<List<int>> levels, int most)
    {
        var total = levels.Sum(level => (long)level.Count);
        var before = 0L;
        var bands = new SortedDictionary<long, List<int>>();
        foreach (var level in levels)
        {
            var number = before * most / total;
            bands.TryAdd(number, []);
            bands[number].AddRange(level);
            before += level.Count;
        }

        return [.. bands.Values];
    }

    /// <summary>How many groups each level gets: one, and each further one goes to the level whose groups are fullest.</summary>
    private static int[] Share(List<List<int>> levels, int most)
    {
        var counts = new int[levels.Count];
        var fullest = new PriorityQueue<int, (double Fullness, int Level)>();
        for (var level = 0; level < levels.Count; level++)
        {
            Give(level);
        }

        for (var left = most - levels.Count; left > 0 && fullest.TryDequeue(out var level, out _); left--)
        {
            Give(level);
        }

        return counts;

        void Give(int level)
        {
            counts[level]++;
            if (counts[level] < levels[level].Count)
            {
                fullest.Enqueue(level, (-(double)levels[level].Count / counts[level], level));
            }
        }
    }

    private static IEnumerable<IReadOnlyList<int>> Split(List<int> members, Func<int, bool> isLarge, int count)
    {
        var small = members.Where(member => !isLarge(member)).ToList();
        var large = members.Where(isLarge).ToList();
        var alone = small.Count > 0 ? count - 1 : count;
        return large.Count <= alone
            ? Even(small, count - large.Count).Concat(large.Select(member => new List<int> { member }))
            : Even(members, count);
    }

    /// <summary>Neighbours together, in groups of sizes that differ by one at most.</summary>
    private static IEnumerable<IReadOnlyList<int>> Even(List<int> members, int count)
    {
        count = Math.Min(count, members.Count);
        for (var number = 0; number < count; number++)
        {
            var (from, to) = ((int)((long)members.Count * number / count), (int)((long)members.Count * (number + 1) / count));
            yield return members[from..to];
        }
    }
}
