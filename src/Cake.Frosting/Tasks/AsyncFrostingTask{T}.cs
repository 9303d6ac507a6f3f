using Cake.Core;

namespace Cake.Frosting;

/// <summary>An asynchronous task over a context of one's own.</summary>
/// <typeparam name="T">The context: the task is left out of a run whose context is not one.</typeparam>
public abstract class AsyncFrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    /// <summary>Does the work.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>The work under way.</returns>
    public virtual Task RunAsync(T context)
    {
        return Task.CompletedTask;
    }

    /// <summary>Says whether the task runs or is skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns><c>true</c> to run.</returns>
    public virtual bool ShouldRun(T context)
    {
        return true;
    }

    /// <summary>Handles a failure. Overridden, it lets the run go on, unless it throws itself.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="context">The run's context.</param>
    public virtual void OnError(Exception exception, T context)
    {
    }

    /// <summary>Runs when the work has ended, well or not.</summary>
    /// <param name="context">The run's context.</param>
    public virtual void Finally(T context)
    {
    }

    /// <inheritdoc/>
    Task IFrostingTask.RunAsync(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RunAsync((T)context);
    }

    /// <inheritdoc/>
    bool IFrostingTask.ShouldRun(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ShouldRun((T)context);
    }

    /// <inheritdoc/>
    void IFrostingTask.OnError(Exception exception, ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(context);
        OnError(exception, (T)context);
    }

    /// <inheritdoc/>
    void IFrostingTask.Finally(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Finally((T)context);
    }
}
