using System.Collections.Immutable;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// What it means that Cake reaches a task: all that comes before it is over for Cake. So what was told of failures has
/// been taken by error handlers, gates open, and gates that were never joined were passed by.
/// </summary>
internal sealed class StageArrivals(
    StageStates states, StageGates gates, StageBlame blame, StageDemand demand, Func<StageNode, StageNeed> need)
{
    /// <summary>Takes in that a task is reached, and asks for its stages.</summary>
    /// <param name="join">The task's join; gets the stages.</param>
    /// <param name="nodes">The stages.</param>
    public void Arrive(StageJoin join, ImmutableArray<StageNode> nodes)
    {
        foreach (var forgiven in blame.Forgive())
        {
            demand.LetPass(forgiven);
        }

        // All of them are joined before the first is looked at: they are not passed by for each other.
        foreach (var node in nodes)
        {
            states.Add(node);
            join.Add(states.Of(node));
            Reach(states.Of(node));
        }

        foreach (var state in join.States)
        {
            LeaveBehind(state.Node);
            blame.Spread(state);
            demand.Need(state, need(state.Node));
        }
    }

    private void Reach(StageState state)
    {
        if (state is { IsJoined: false, Outcome.Status: StageStatus.Skipped })
        {
            (state.Phase, state.Need, state.Outcome) = (StagePhase.Asleep, StageNeed.None, null);
        }

        state.IsJoined = true;
        demand.Open(state);
    }

    private void LeaveBehind(StageNode node)
    {
        foreach (var before in gates.LeaveBehind(node))
        {
            if (gates.IsClosed(before))
            {
                demand.Finish(states.Of(before), new(before, StageStatus.Skipped, "its task was passed by"));
            }
            else if (states.Find(before) is { } state)
            {
                blame.Spread(state);
            }
        }
    }
}
