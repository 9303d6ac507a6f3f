namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// The slots that stages run in. The first stage that runs needs nothing but a slot; each further one also needs a
/// machine that is not too busy, and a token of the jobserver that all stages share. So one always runs.
/// </summary>
/// <param name="options">How many slots, tokens and bounds there are.</param>
/// <param name="post">Brings an action to the scheduler.</param>
/// <param name="stop">The end of the build.</param>
internal sealed class StageSlots(SchedulingOptions options, Action<Action> post, CancellationToken stop) : IDisposable
{
    private readonly MachineLimit limit = new(options, () => post(() => { }));
    private readonly SortedSet<int> free = [.. Enumerable.Range(0, options.Jobs)];
    private bool hasSpareToken;
    private bool isAsking;

    private bool IsFirst => free.Count == options.Jobs;

    /// <summary>Whether a stage may start now. When not, the scheduler is called as soon as that may have changed.</summary>
    public bool CanTake()
    {
        if (free.Count == 0 || IsFirst)
        {
            return free.Count > 0;
        }

        if (!limit.Allows())
        {
            ReturnSpare();
            return false;
        }

        if (options.Tokens is { } tokens && !hasSpareToken && !isAsking)
        {
            isAsking = true;
            _ = AskAsync(tokens.TakeAsync(stop));
        }

        return options.Tokens is null || hasSpareToken;
    }

    /// <summary>Takes a slot.</summary>
    public StageSlot Take()
    {
        if (!IsFirst)
        {
            hasSpareToken = false;
        }

        limit.Started();
        var number = free.Min;
        free.Remove(number);
        return new(number);
    }

    /// <summary>Frees a slot. Its token is at hand for the next stage.</summary>
    public void Free(StageSlot slot)
    {
        free.Add(slot.Number!.Value);
        if (IsFirst)
        {
            ReturnSpare();
            options.Tokens?.Restore();
        }
        else if (options.Tokens is not null)
        {
            ReturnSpare();
            hasSpareToken = true;
        }
    }

    /// <summary>Gives a token back that is at hand: no stage waits for it.</summary>
    public void ReturnSpare()
    {
        if (hasSpareToken)
        {
            hasSpareToken = false;
            options.Tokens!.GiveBack();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => limit.Dispose();

    private async Task AskAsync(Task token)
    {
        await token.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        post(() =>
        {
            isAsking = false;
            hasSpareToken = token.IsCompletedSuccessfully;
            if (token.Exception is { } exception)
            {
                throw new InvalidOperationException("The jobserver gives no tokens.", exception.InnerException);
            }
        });
    }
}
