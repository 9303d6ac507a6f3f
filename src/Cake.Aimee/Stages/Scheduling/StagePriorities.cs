using System.Collections.Immutable;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// How long the longest way is from each stage to the end: who has the longest way to go starts first, since the end can
/// not come sooner. A way goes over stages that somebody has asked for, and over those that may still be asked for on
/// the way there; what is done ends it.
/// </summary>
internal sealed class StagePriorities
{
    private readonly StageStates states;
    private readonly ImmutableArray<StageNode> order;
    private readonly double[] weights;
    private readonly double[] ways;
    private readonly int[] places;

    /// <summary>Priorities that are still to be computed.</summary>
    /// <param name="graph">All stages.</param>
    /// <param name="states">The stages that take part.</param>
    /// <param name="order">The stages that take part, each after those that it needs.</param>
    /// <param name="options">What is known of their durations.</param>
    public StagePriorities(StageGraph graph, StageStates states, ImmutableArray<StageNode> order, SchedulingOptions options)
    {
        (this.states, this.order) = (states, order);
        weights = new double[graph.Nodes.Length];
        ways = new double[graph.Nodes.Length];
        places = new int[graph.Nodes.Length];
        for (var place = 0; place < order.Length; place++)
        {
            var node = order[place];
            weights[node.Index] = StageWeights.Of(node, options);
            places[node.Index] = place;
        }
    }

    /// <summary>A stage's place in line: the smallest is first. Of equal ones it is the one that Cake comes to first.</summary>
    public (double Way, int Place) Of(StageNode node) => (-ways[node.Index], places[node.Index]);

    /// <summary>Computes the ways as they are by now.</summary>
    public void Update()
    {
        Array.Clear(ways);
        foreach (var node in order.Reverse())
        {
            var state = states.Find(node);
            if (state is { Phase: StagePhase.Over or StagePhase.Known })
            {
                ways[node.Index] = 0;
            }
            else if (ways[node.Index] > 0 || state is { Need: > StageNeed.None })
            {
                ways[node.Index] += weights[node.Index];
            }

            foreach (var before in node.Before)
            {
                ways[before.Index] = Math.Max(ways[before.Index], ways[node.Index]);
            }
        }
    }
}
