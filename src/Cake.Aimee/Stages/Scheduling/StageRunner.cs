namespace Cake.Aimee.Stages.Scheduling;

/// <summary>Starts the stages that can start, and takes in how they end.</summary>
internal sealed class StageRunner : IDisposable
{
    private readonly IStageWork work;
    private readonly SchedulingOptions options;
    private readonly StageDemand demand;
    private readonly Action<Action> post;
    private readonly CancellationToken stop;
    private readonly StageSlots slots;
    private readonly StageQueue waiting;
    private readonly StageQueue downloads;
    private int running;
    private int downloading;

    public StageRunner(
        IStageWork work, SchedulingOptions options, StageDemand demand, StagePriorities priorities, Action<Action> post, CancellationToken stop)
    {
        (this.work, this.options, this.demand, this.post, this.stop) = (work, options, demand, post, stop);
        slots = new StageSlots(options, post, stop);
        waiting = new StageQueue(priorities);
        downloads = new StageQueue(priorities);
    }

    /// <summary>Whether nothing runs.</summary>
    public bool IsQuiet => running + downloading == 0;

    /// <summary>Whether nothing runs, and nothing could.</summary>
    public bool IsIdle => IsQuiet && waiting.Count + downloads.Count == 0;

    /// <summary>Takes in a stage that can start.</summary>
    public void Add(StageState state)
    {
        if (IsDownload(state))
        {
            downloads.Add(state);
        }
        else
        {
            waiting.Add(state);
        }

        options.Observer?.Queued(state.Node);
    }

    /// <summary>Says that stages turned out to be done without having run.</summary>
    public void Invalidate()
    {
        waiting.Invalidate();
        downloads.Invalidate();
    }

    /// <summary>Starts all that can start now.</summary>
    public void StartAll()
    {
        while (downloading < options.Downloads && downloads.Count > 0)
        {
            Start(downloads.Take(), isDownload: true);
        }

        while (waiting.Count > 0 && slots.CanTake())
        {
            Start(waiting.Take(), isDownload: false);
        }

        if (waiting.Count == 0)
        {
            slots.ReturnSpare();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    private bool IsDownload(StageState state) => state.Decision == StageDecision.Known || !work.HoldsSlot(state.Node);

    private void Start(StageState state, bool isDownload)
    {
        if (!StillHasToRun(state))
        {
            return;
        }

        (running, downloading) = isDownload ? (running, downloading + 1) : (running + 1, downloading);
        state.Slot = isDownload ? new(null) : slots.Take();
        state.Phase = StagePhase.Running;
        state.Started = options.Clock.GetUtcNow();
        options.Observer?.Started(state.Node, state.Slot);
        _ = WatchAsync(state, options.Launch(() => WorkAsync(state)));
    }

    /// <summary>Asks once more: what was joined meanwhile may have done it, or undone it.</summary>
    private bool StillHasToRun(StageState state)
    {
        if (state.Decision == StageDecision.Known)
        {
            return true;
        }

        if (demand.IsOver(state))
        {
            return false;
        }

        state.Decision = StageDecision.Run;
        return true;
    }

    private async Task<bool> WorkAsync(StageState state)
    {
        if (state.Decision == StageDecision.Known)
        {
            return await work.BringAsync(state.Node, stop).ConfigureAwait(false);
        }

        await work.RunAsync(state.Node, state.Slot, stop).ConfigureAwait(false);
        return true;
    }

    private async Task WatchAsync(StageState state, Task<bool> task)
    {
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        post(() => TakeIn(state, task));
    }

    private void TakeIn(StageState state, Task<bool> task)
    {
        if (state.Slot.Number is null)
        {
            downloading--;
        }
        else
        {
            running--;
            slots.Free(state.Slot);
        }

        var outcome = new StageOutcome(state.Node, StageStatus.Ran, state.Reason) { Started = state.Started, Ended = options.Clock.GetUtcNow() };
        if (task.IsCompletedSuccessfully && task.Result)
        {
            demand.Finish(state, outcome with { Status = state.Decision == StageDecision.Known ? StageStatus.Pulled : StageStatus.Ran });
        }
        else if (task.IsCompletedSuccessfully)
        {
            demand.AwaitDependencies(state);
        }
        else if (task.IsCanceled && stop.IsCancellationRequested)
        {
            demand.Cancel(state, outcome with { Status = StageStatus.Cancelled });
        }
        else
        {
            demand.Fail(state, outcome with { Status = StageStatus.Failed, Error = task.Exception?.InnerException ?? new TaskCanceledException(task) });
        }
    }
}
