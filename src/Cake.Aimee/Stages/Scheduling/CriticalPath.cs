using System.Collections.Immutable;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// Which chain of stages decided how long a build took: the stage that ended last, before it the one of those that it
/// needed that ended last, and so on. A build gets shorter only when this chain does.
/// </summary>
public static class CriticalPath
{
    /// <summary>The chain.</summary>
    /// <param name="outcomes">How the stages of the build ended.</param>
    /// <returns>The stages in the order in which they ran; none when there was nothing to do.</returns>
    public static ImmutableArray<CriticalStep> Of(IEnumerable<StageOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var worked = outcomes
            .Where(outcome => outcome is { Started: not null, Ended: not null })
            .ToDictionary(outcome => outcome.Node);
        var steps = new List<CriticalStep>();
        for (var next = worked.Values.MaxBy(outcome => outcome.Ended); next is not null;)
        {
            var before = LatestBefore(next, worked);
            steps.Add(new(next, before is null ? TimeSpan.Zero : next.Started!.Value - before.Ended!.Value));
            next = before;
        }

        steps.Reverse();
        return [.. steps];
    }

    /// <summary>Of the stages that one needed, the one that ended last; what had nothing to do is looked through.</summary>
    private static StageOutcome? LatestBefore(StageOutcome outcome, Dictionary<StageNode, StageOutcome> worked)
    {
        StageOutcome? latest = null;
        var seen = new HashSet<StageNode>();
        var open = new Stack<StageNode>([outcome.Node]);
        while (open.TryPop(out var node))
        {
            foreach (var before in node.Dependencies.Where(seen.Add))
            {
                if (!worked.TryGetValue(before, out var candidate))
                {
                    open.Push(before);
                }
                else if (candidate.Ended <= outcome.Started && !(candidate.Ended <= latest?.Ended))
                {
                    latest = candidate;
                }
            }
        }

        return latest;
    }
}
