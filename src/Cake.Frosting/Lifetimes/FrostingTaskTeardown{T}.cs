using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after each task, with a context of one's own.</summary>
/// <typeparam name="TContext">The context, as <c>UseContext</c> registered it.</typeparam>
public abstract class FrostingTaskTeardown<TContext> : IFrostingTaskTeardown
    where TContext : ICakeContext
{
    /// <summary>Runs after each task. It runs also for a task that failed or was skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task, how long it took and how it ended.</param>
    public abstract void Teardown(TContext context, ITaskTeardownContext info);

    /// <inheritdoc/>
    void IFrostingTaskTeardown.Teardown(ICakeContext context, ITaskTeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Teardown((TContext)context, info);
    }
}
