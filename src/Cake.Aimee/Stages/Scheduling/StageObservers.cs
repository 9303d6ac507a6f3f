using System.Collections.Immutable;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>Several who watch.</summary>
/// <param name="all">They, in the order in which they are told.</param>
public sealed class StageObservers(params ImmutableArray<IStageObserver> all) : IStageObserver
{
    /// <inheritdoc/>
    public void Queued(StageNode node)
    {
        foreach (var observer in all)
        {
            observer.Queued(node);
        }
    }

    /// <inheritdoc/>
    public void Started(StageNode node, StageSlot slot)
    {
        foreach (var observer in all)
        {
            observer.Started(node, slot);
        }
    }

    /// <inheritdoc/>
    public void Output(StageNode node, ProcessLine line)
    {
        foreach (var observer in all)
        {
            observer.Output(node, line);
        }
    }

    /// <inheritdoc/>
    public void Ended(StageOutcome outcome)
    {
        foreach (var observer in all)
        {
            observer.Ended(outcome);
        }
    }
}
