using System.Collections;

namespace Cake.Aimee.Pipelines;

/// <summary>What needs what, by numbers: each member of <paramref name="needs"/> names members before or after it, never in a circle.</summary>
/// <param name="needs">For each, those that have to be done before.</param>
internal sealed class JobGraph(IReadOnlyList<IReadOnlyCollection<int>> needs)
{
    private readonly int[] levels = Levels(needs);

    /// <summary>For each, how many have to be done one after another before it can start.</summary>
    public IReadOnlyList<int> Level => levels;

    /// <summary>All of them, each after those that it needs; those of one level stand together, in the order that they came in.</summary>
    public IEnumerable<int> Order => Enumerable.Range(0, levels.Length).OrderBy(member => levels[member]);

    /// <summary>The same order of work with the fewest edges: a need that another need has already is left out.</summary>
    public IReadOnlyList<IReadOnlyCollection<int>> Reduce()
    {
        var reached = new BitArray[levels.Length];
        var reduced = new IReadOnlyCollection<int>[levels.Length];
        foreach (var member in Order)
        {
            var all = new BitArray(levels.Length);
            var kept = new List<int>();
            // What is nearest brings what is behind it.
            foreach (var need in needs[member].Distinct().OrderByDescending(need => levels[need]).Where(need => !all[need]))
            {
                kept.Add(need);
                all.Or(reached[need]);
                all[need] = true;
            }

            reached[member] = all;
            kept.Sort();
            reduced[member] = kept;
        }

        return reduced;
    }

    private static int[] Levels(IReadOnlyList<IReadOnlyCollection<int>> needs)
    {
        var users = new List<int>[needs.Count];
        var missing = new int[needs.Count];
        for (var member = 0; member < needs.Count; member++)
        {
            foreach (var need in needs[member])
            {
                (users[need] ??= []).Add(member);
                missing[member]++;
            }
        }

        var levels = new int[needs.Count];
        var ready = new Queue<int>(Enumerable.Range(0, needs.Count).Where(member => missing[member] == 0));
        while (ready.TryDequeue(out var member))
        {
            foreach (var user in users[member] ?? [])
            {
                levels[user] = Math.Max(levels[user], levels[member] + 1);
                if (--missing[user] == 0)
                {
                    ready.Enqueue(user);
                }
            }
        }

        return levels;
    }
}
