namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// The failures that stand in the way, and whom they stop. A failure is held back while its own task is to come and
/// has an error handler. When Cake goes on after a failure was thrown by its own join, it is forgiven: it counts as done.
/// </summary>
/// <param name="isHandled">Whether a stage's task handles errors and is still to come.</param>
internal sealed class StageBlame(Func<StageState, bool> isHandled)
{
    private readonly List<StageState> failures = [];
    private readonly List<StageState> blocked = [];
    private readonly Stack<StageState> spreading = new();

    /// <summary>The failures, in the order in which they happened, without those that are held back.</summary>
    public IEnumerable<StageState> Failures => failures.Where(failure => !isHandled(failure));

    /// <summary>The stages that a failure stops.</summary>
    public IReadOnlyList<StageState> Blocked => blocked;

    /// <summary>Takes in a failure.</summary>
    public void Add(StageState failure)
    {
        failures.Add(failure);
        Spread(failure);
    }

    /// <summary>Tells those who wait of a failure, unless it is held back. To be called again when its task has been reached.</summary>
    public void Spread(StageState failure)
    {
        if (failure.Phase == StagePhase.Failed && !isHandled(failure))
        {
            SpreadFrom(failure, failure);
        }
    }

    /// <summary>Lets a stage that begins to wait for another know what stops that one.</summary>
    public void Inherit(StageState waiting, StageState awaited)
    {
        if (awaited.Culprit is { } culprit)
        {
            Stop(waiting, culprit);
        }
        else if (awaited.Phase == StagePhase.Failed && !isHandled(awaited))
        {
            Stop(waiting, awaited);
        }
    }

    /// <summary>Takes out what Cake has gone on after.</summary>
    /// <returns>What is to be taken for done.</returns>
    public IReadOnlyList<StageState> Forgive()
    {
        var forgiven = failures.Concat(blocked).Where(state => state.IsDelivered).ToList();
        if (forgiven.Count == 0)
        {
            return [];
        }

        failures.RemoveAll(failure => failure.IsDelivered);
        foreach (var state in blocked)
        {
            state.Culprit = null;
        }

        blocked.Clear();
        foreach (var state in forgiven)
        {
            state.Phase = StagePhase.Over;
        }

        failures.ForEach(Spread);
        return forgiven;
    }

    private void Stop(StageState waiting, StageState culprit)
    {
        if (Mark(waiting, culprit))
        {
            SpreadFrom(waiting, culprit);
        }
    }

    private void SpreadFrom(StageState first, StageState culprit)
    {
        spreading.Push(first);
        while (spreading.TryPop(out var state))
        {
            foreach (var waiting in (state.AwaitKnown ?? []).Concat(state.AwaitOver ?? []))
            {
                if (Mark(waiting, culprit))
                {
                    spreading.Push(waiting);
                }
            }
        }
    }

    private bool Mark(StageState waiting, StageState culprit)
    {
        if (waiting.Culprit is not null || waiting.Phase == StagePhase.Over)
        {
            return false;
        }

        waiting.Culprit = culprit;
        blocked.Add(waiting);
        return true;
    }
}
