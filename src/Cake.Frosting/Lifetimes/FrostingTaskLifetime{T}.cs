using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before and after each task, with a context of one's own.</summary>
/// <typeparam name="TContext">The context, as <c>UseContext</c> registered it.</typeparam>
public abstract class FrostingTaskLifetime<TContext> : IFrostingTaskLifetime
    where TContext : ICakeContext
{
    /// <summary>Runs before each task. When it throws, the task does not run; its teardown still does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that comes.</param>
    public abstract void Setup(TContext context, ITaskSetupContext info);

    /// <summary>Runs after each task. It runs also for a task that failed or was skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task, how long it took and how it ended.</param>
    public abstract void Teardown(TContext context, ITaskTeardownContext info);

    /// <inheritdoc/>
    void IFrostingTaskSetup.Setup(ICakeContext context, ITaskSetupContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Setup((TContext)context, info);
    }

    /// <inheritdoc/>
    void IFrostingTaskTeardown.Teardown(ICakeContext context, ITaskTeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Teardown((TContext)context, info);
    }
}
