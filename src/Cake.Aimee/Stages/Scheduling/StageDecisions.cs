namespace Cake.Aimee.Stages.Scheduling;

/// <summary>Asks for decisions. Most are there at once; the others come later, and hold up nobody else.</summary>
/// <param name="work">Decides.</param>
/// <param name="post">Brings an action to the scheduler.</param>
/// <param name="stop">The end of the build.</param>
internal sealed class StageDecisions(IStageWork work, Action<Action> post, CancellationToken stop)
{
    private int late;

    /// <summary>Whether a decision is on its way.</summary>
    public bool IsAwaited => late > 0;

    /// <summary>Asks what has to be done for a stage. As long as that is not known, the stage has something to wait for.</summary>
    /// <param name="state">The stage.</param>
    /// <param name="takeIn">Gets the decision, or why there is none.</param>
    public void Ask(StageState state, Action<StageState, Task<StageVerdict>> takeIn)
    {
        var verdict = DecideAsync(state);
        if (verdict.IsCompleted)
        {
            takeIn(state, verdict);
            return;
        }

        state.Pending++;
        late++;
        _ = WatchAsync(state, verdict, takeIn);
    }

    // What a decision throws at once comes as what it throws later does.
    private async Task<StageVerdict> DecideAsync(StageState state) => await work.DecideAsync(state.Node, stop).ConfigureAwait(false);

    private async Task WatchAsync(StageState state, Task<StageVerdict> verdict, Action<StageState, Task<StageVerdict>> takeIn)
    {
        await ((Task)verdict).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        post(() =>
        {
            state.Pending--;
            late--;
            takeIn(state, verdict);
        });
    }
}
