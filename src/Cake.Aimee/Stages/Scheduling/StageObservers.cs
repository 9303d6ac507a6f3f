using System.Collections.Immutable;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>Several who watch the stages, as one.</summary>
/// <param name="observers">They are told one after the other.</param>
public sealed class StageObservers(ImmutableArray<IStageObserver> observers) : IStageObserver
{
    /// <inheritdoc/>
    public void Queued(StageNode node) => Tell(observer => observer.Queued(node));

    /// <inheritdoc/>
    public void Started(StageNode node, StageSlot slot) => Tell(observer => observer.Started(node, slot));

    /// <inheritdoc/>
    public void Output(StageNode node, ProcessLine line) => Tell(observer => observer.Output(node, line));

    /// <inheritdoc/>
    public void Ended(StageOutcome outcome) => Tell(observer => observer.Ended(outcome));

    private void Tell(Action<IStageObserver> what)
    {
        foreach (var observer in observers)
        {
            what(observer);
        }
    }
}
