namespace Cake.Aimee.Stages.Scheduling;

/// <summary>The joins at hand, and when each ends: mostly there is one, as Cake runs one task after another.</summary>
/// <param name="options">Whether to keep going, and which tasks handle errors.</param>
/// <param name="blame">The failures.</param>
/// <param name="end">Gets the outcomes of the stages that could not run.</param>
internal sealed class StageJoins(SchedulingOptions options, StageBlame blame, Action<StageOutcome> end)
{
    private readonly List<StageJoin> atHand = [];

    /// <summary>How many there are.</summary>
    public int Count => atHand.Count;

    /// <summary>Takes in a join.</summary>
    public void Add(StageJoin join) => atHand.Add(join);

    /// <summary>Gives a join up.</summary>
    public void Cancel(StageJoin join, CancellationToken cancellationToken)
    {
        atHand.Remove(join);
        join.Cancel(cancellationToken);
    }

    /// <summary>Ends those that can end.</summary>
    /// <param name="isIdle">Whether nothing runs, and nothing could.</param>
    public void Settle(bool isIdle) => atHand.RemoveAll(join => TryEnd(join, isIdle));

    /// <summary>Ends all with an error.</summary>
    public void Fail(Exception exception)
    {
        atHand.ForEach(join => join.Fail(exception));
        atHand.Clear();
    }

    private bool TryEnd(StageJoin join, bool isIdle)
    {
        if (join.Missing is not { } missing)
        {
            join.End();
            return true;
        }

        if (ErrorOf(join, missing, isIdle) is not { } error)
        {
            return false;
        }

        join.Fail(error);
        return true;
    }

    private Exception? ErrorOf(StageJoin join, StageState missing, bool isIdle)
    {
        var culprit = blame.Failures.FirstOrDefault();
        if (culprit is not null && join.Stopped.FirstOrDefault() is { } stopped)
        {
            var isHandled = options.ErrorHandled.Contains(stopped.Node);
            if (options.KeepGoing && !isHandled && !isIdle)
            {
                return null;
            }

            var error = options.KeepGoing && !isHandled ? StageFailures.All([.. blame.Failures], blame.Blocked) : StageFailures.Of(stopped);
            Deliver(join);
            return error;
        }

        // An error handler takes what concerns its own stage, and nothing else.
        if (culprit is not null && !options.KeepGoing)
        {
            return join.States.Any(state => options.ErrorHandled.Contains(state.Node)) ? null : StageFailures.Elsewhere(culprit, missing);
        }

        return isIdle ? new InvalidOperationException($"The scheduler waits for {missing}, which nothing will bring on.") : null;
    }

    private void Deliver(StageJoin join)
    {
        foreach (var state in join.Stopped)
        {
            state.IsDelivered = true;
            if (state.Culprit is { } culprit)
            {
                state.Outcome = StageFailures.Blocked(state, culprit);
                end(state.Outcome);
            }
        }
    }
}
