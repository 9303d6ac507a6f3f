namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// Brings stages on their way, from one phase to the next, as far as somebody needs them: see
/// <see cref="StageScheduler"/>. It never recurses: who can go on is put on an agenda.
/// </summary>
internal sealed class StageDemand(
    StageStates states, StageGates gates, StageBlame blame, IStageWork work, Action<StageState> queue, Action<StageOutcome> end,
    Action<Action> post, CancellationToken stop)
{
    private readonly Stack<StageState> agenda = new();
    private readonly StageDecisions decisions = new(work, post, stop);

    /// <summary>Whether a decision is on its way.</summary>
    public bool IsDeciding => decisions.IsAwaited;

    /// <summary>Asks for a stage.</summary>
    public void Need(StageState state, StageNeed need)
    {
        if (state.Need < need)
        {
            state.Need = need;
            agenda.Push(state);
        }
    }

    /// <summary>Opens the gate of a stage, as its task is reached.</summary>
    public void Open(StageState state)
    {
        Release(state.AwaitGate);
        state.AwaitGate = null;
    }

    /// <summary>Whether a stage could go on.</summary>
    public bool HasMore => agenda.Count > 0;

    /// <summary>Takes all stages as far as they can go.</summary>
    public void Advance()
    {
        while (agenda.TryPop(out var state))
        {
            while (state.Pending == 0 && state.Need > StageNeed.None && Step(state))
            {
                // On to its next phase.
            }
        }
    }

    /// <summary>Ends a stage that has nothing more to do, and lets those go on that wait for it.</summary>
    public void Finish(StageState state, StageOutcome outcome)
    {
        state.Outcome = outcome;
        LetPass(state);
        end(outcome);
    }

    /// <summary>Lets those go on that wait for a stage, whatever has become of it.</summary>
    public void LetPass(StageState state)
    {
        state.Phase = StagePhase.Over;
        Open(state);
        LetKnow(state);
        Release(state.AwaitOver);
        state.AwaitOver = null;
    }

    /// <summary>Ends a stage that failed. Those that wait for it go on waiting.</summary>
    public void Fail(StageState state, StageOutcome outcome)
    {
        state.Outcome = outcome;
        state.Phase = StagePhase.Failed;
        blame.Add(state);
        end(outcome);
    }

    /// <summary>Ends a stage with the build. Nobody goes on.</summary>
    public void Cancel(StageState state, StageOutcome outcome)
    {
        state.Outcome = outcome;
        state.Phase = StagePhase.Failed;
        end(outcome);
    }

    /// <summary>Makes a stage wait for all that it needs to run.</summary>
    public void AwaitDependencies(StageState state)
    {
        state.Decision = StageDecision.Run;
        state.Phase = StagePhase.Waiting;
        foreach (var before in state.Node.Before.Where(states.Contains))
        {
            var needed = states.Of(before);
            Need(needed, StageNeed.Present);
            if (needed.Phase != StagePhase.Over)
            {
                state.Pending++;
                (needed.AwaitOver ??= []).Add(state);
                blame.Inherit(state, needed);
            }
        }

        agenda.Push(state);
    }

    /// <summary>Whether a stage that was to run has been done meanwhile, or has failed to say so.</summary>
    public bool IsOver(StageState state)
    {
        try
        {
            if (work.IsDone(state.Node))
            {
                Finish(state, new(state.Node, StageStatus.UpToDate, "done meanwhile"));
            }
        }
        catch (Exception exception)
        {
            FailToDecide(state, exception);
        }

        return state.Outcome is not null;
    }

    private bool Step(StageState state)
    {
        switch (state.Phase)
        {
            case StagePhase.Asleep:
                AwaitGates(state);
                return true;
            case StagePhase.AtGate:
                AwaitIdentity(state);
                return true;
            case StagePhase.Identifying:
                decisions.Ask(state, TakeIn);
                return true;
            case StagePhase.Known when state is { Need: StageNeed.Present, Decision: StageDecision.RunWhenNeeded }:
                AwaitDependencies(state);
                return true;
            case StagePhase.Known when state.Need == StageNeed.Present:
            case StagePhase.Waiting:
                state.Phase = StagePhase.Queued;
                queue(state);
                return true;
            default:
                return false;
        }
    }

    private void AwaitGates(StageState state)
    {
        state.Phase = StagePhase.AtGate;
        foreach (var gate in gates.ClosedBefore(state.Node))
        {
            state.Pending++;
            (gate.AwaitGate ??= []).Add(state);
        }

        // Cake comes to what lies before the gate whatever becomes of this stage: so that is worth a start by now.
        foreach (var before in state.Pending > 0 ? state.Node.Before.Where(states.Contains) : [])
        {
            Need(states.Of(before), StageNeed.Known);
        }
    }

    private void AwaitIdentity(StageState state)
    {
        state.Phase = StagePhase.Identifying;
        foreach (var node in work.IdentityOf(state.Node).Where(states.Contains))
        {
            var needed = states.Of(node);
            Need(needed, StageNeed.Known);
            if (!needed.IsKnown)
            {
                state.Pending++;
                (needed.AwaitKnown ??= []).Add(state);
                blame.Inherit(state, needed);
            }
        }
    }

    private void TakeIn(StageState state, Task<StageVerdict> verdict)
    {
        if (verdict.IsCompletedSuccessfully)
        {
            GoOn(state, verdict.Result);
            agenda.Push(state);
        }
        else
        {
            FailToDecide(state, verdict.Exception?.InnerException ?? new TaskCanceledException(verdict));
        }
    }

    private void GoOn(StageState state, StageVerdict verdict)
    {
        (state.Decision, state.Reason) = verdict;
        switch (state.Decision)
        {
            case StageDecision.Done:
                Finish(state, new(state.Node, StageStatus.UpToDate, state.Reason));
                break;
            case StageDecision.Known or StageDecision.RunWhenNeeded:
                state.Phase = StagePhase.Known;
                LetKnow(state);
                break;
            default:
                AwaitDependencies(state);
                break;
        }
    }

    private void FailToDecide(StageState state, Exception exception)
    {
        if (exception is OperationCanceledException && stop.IsCancellationRequested)
        {
            Cancel(state, new(state.Node, StageStatus.Cancelled, "the build has ended"));
            return;
        }

        Fail(state, new(state.Node, StageStatus.Failed, "could not be decided") { Error = exception });
    }

    private void LetKnow(StageState state)
    {
        state.IsKnown = true;
        Release(state.AwaitKnown);
        state.AwaitKnown = null;
    }

    private void Release(List<StageState>? waiting)
    {
        foreach (var state in waiting ?? [])
        {
            state.Pending--;
            agenda.Push(state);
        }
    }
}
