using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// The gates: a stage with one is not even decided before its task is reached, and no more are those after it in its
/// package, as what comes before the task may change the package's inputs.
/// </summary>
internal sealed class StageGates
{
    private readonly StageStates states;
    private readonly IReadOnlySet<StageNode> gated;
    private readonly HashSet<PlannedPackage> packages;
    private readonly bool[] isBehind;

    public StageGates(StageGraph graph, StageStates states, IReadOnlySet<StageNode> gated)
    {
        (this.states, this.gated) = (states, gated);
        packages = [.. gated.Select(node => node.Package)];
        isBehind = new bool[graph.Nodes.Length];
    }

    /// <summary>Whether a join has already come by that stands behind this stage in Cake's order.</summary>
    public bool IsBehind(StageNode node) => isBehind[node.Index];

    /// <summary>The closed gates that a stage has to wait for.</summary>
    public IEnumerable<StageState> ClosedBefore(StageNode node)
    {
        if (!packages.Contains(node.Package))
        {
            yield break;
        }

        var seen = new HashSet<StageNode> { node };
        var open = new Stack<StageNode>(seen);
        while (open.TryPop(out var next))
        {
            if (IsClosed(next))
            {
                yield return states.Of(next);
            }

            foreach (var before in next.Before)
            {
                if (before.Package == node.Package && seen.Add(before))
                {
                    open.Push(before);
                }
            }
        }
    }

    /// <summary>
    /// Finds what lies before a stage and was not seen before: all of it is over for Cake. Each stage is looked at once
    /// in a build.
    /// </summary>
    /// <param name="node">The stage whose task is reached.</param>
    /// <returns>The stages before it.</returns>
    public IEnumerable<StageNode> LeaveBehind(StageNode node)
    {
        if (isBehind[node.Index])
        {
            yield break;
        }

        isBehind[node.Index] = true;
        var open = new Stack<StageNode>([node]);
        while (open.TryPop(out var next))
        {
            foreach (var before in next.Before)
            {
                if (!isBehind[before.Index])
                {
                    isBehind[before.Index] = true;
                    open.Push(before);
                    yield return before;
                }
            }
        }
    }

    /// <summary>Whether a stage has a gate that is closed.</summary>
    public bool IsClosed(StageNode node) =>
        gated.Contains(node) && states.Contains(node) && states.Find(node) is not { IsJoined: true } and not { Phase: StagePhase.Over };
}
