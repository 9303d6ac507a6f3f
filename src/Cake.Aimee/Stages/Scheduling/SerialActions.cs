using System.Diagnostics.CodeAnalysis;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// Runs actions one at a time, in the order in which they come, on the thread of whoever brings one while none runs.
/// So what they touch needs no locks, and one that leads to another does not nest.
/// </summary>
/// <param name="settle">Called after the last action that waits.</param>
/// <param name="fail">Gets what an action throws.</param>
internal sealed class SerialActions(Action settle, Action<Exception> fail)
{
    private readonly Queue<Action> waiting = new();
    private bool isRunning;

    /// <summary>Runs an action, at once or as soon as those before it have run.</summary>
    public void Post(Action action)
    {
        lock (waiting)
        {
            waiting.Enqueue(action);
            if (isRunning)
            {
                return;
            }

            isRunning = true;
        }

        do
        {
            while (TryTake(out var next))
            {
                Run(next);
            }

            Run(settle);
        }
        while (HasMore());
    }

    private bool TryTake([MaybeNullWhen(false)] out Action next)
    {
        lock (waiting)
        {
            return waiting.TryDequeue(out next);
        }
    }

    private bool HasMore()
    {
        lock (waiting)
        {
            return isRunning = waiting.Count > 0;
        }
    }

    private void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            fail(exception);
        }
    }
}
