using System.Collections.Immutable;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Reports;

/// <summary>The longest way through what ran, by time.</summary>
internal static class CriticalPath
{
    /// <summary>The stages with work on the longest way, in the order in which they wait for each other.</summary>
    public static ImmutableArray<ReportedStage> Of(ImmutableArray<ReportedStage> stages)
    {
        var byNode = stages.ToDictionary(stage => stage.Outcome.Node);
        var longest = new Dictionary<StageNode, (TimeSpan Length, StageNode? Before)>();
        (StageNode? Node, TimeSpan Length) last = (null, TimeSpan.Zero);
        foreach (var node in InOrder(byNode.Keys))
        {
            StageNode? before = null;
            var length = TimeSpan.Zero;
            foreach (var needed in node.Dependencies)
            {
                if (longest.TryGetValue(needed, out var way) && way.Length > length)
                {
                    (before, length) = (needed, way.Length);
                }
            }

            length += byNode[node].Outcome.Elapsed;
            longest[node] = (length, before);
            if (length > last.Length)
            {
                last = (node, length);
            }
        }

        var path = new List<ReportedStage>();
        for (var node = last.Node; node is not null; node = longest[node].Before)
        {
            path.Add(byNode[node]);
        }

        path.Reverse();
        return [.. path.Where(stage => stage.Outcome.Elapsed > TimeSpan.Zero)];
    }

    /// <summary>The stages, each after those of them that it needs.</summary>
    private static IEnumerable<StageNode> InOrder(IReadOnlyCollection<StageNode> nodes)
    {
        var waiting = nodes.ToDictionary(node => node, _ => 0);
        foreach (var node in nodes)
        {
            waiting[node] = node.Dependencies.Count(waiting.ContainsKey);
        }

        var users = nodes.SelectMany(node => node.Dependencies.Select(needed => (needed, node))).ToLookup(edge => edge.needed, edge => edge.node);
        var ready = new Queue<StageNode>(nodes.Where(node => waiting[node] == 0));
        while (ready.TryDequeue(out var node))
        {
            yield return node;
            foreach (var user in users[node])
            {
                if (--waiting[user] == 0)
                {
                    ready.Enqueue(user);
                }
            }
        }
    }
}
