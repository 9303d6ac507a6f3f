using System.Collections.Immutable;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>A task that waits for its stages.</summary>
internal sealed class StageJoin
{
    private readonly List<StageState> states = [];
    private readonly TaskCompletionSource<ImmutableArray<StageOutcome>> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int next;

    /// <summary>The wait.</summary>
    public Task<ImmutableArray<StageOutcome>> Task => source.Task;

    /// <summary>The stages.</summary>
    public IReadOnlyList<StageState> States => states;

    /// <summary>The first stage that is still to come; null when there is none.</summary>
    public StageState? Missing
    {
        get
        {
            while (next < states.Count && OutcomeOf(states[next]) is not null)
            {
                next++;
            }

            return next < states.Count ? states[next] : null;
        }
    }

    /// <summary>The stages that failed, or that a failure stops.</summary>
    public IEnumerable<StageState> Stopped => states.Where(state => state.Culprit is not null || state.Phase == StagePhase.Failed);

    /// <summary>Takes in a stage.</summary>
    public void Add(StageState state) => states.Add(state);

    /// <summary>Ends the wait: all stages are over.</summary>
    public void End() => source.TrySetResult([.. states.Select(state => OutcomeOf(state)!)]);

    /// <summary>Ends the wait with an error.</summary>
    public void Fail(Exception exception) => source.TrySetException(exception);

    /// <summary>Gives up.</summary>
    public void Cancel(CancellationToken cancellationToken) => source.TrySetCanceled(cancellationToken);

    private static StageOutcome? OutcomeOf(StageState state) => state switch
    {
        { Phase: StagePhase.Over } => state.Outcome,
        { Phase: StagePhase.Known, Need: StageNeed.Known } => new(state.Node, StageStatus.Known, state.Reason),
        _ => null,
    };
}
