using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before each task, with a context of one's own.</summary>
/// <typeparam name="TContext">The context, as <c>UseContext</c> registered it.</typeparam>
public abstract class FrostingTaskSetup<TContext> : IFrostingTaskSetup
    where TContext : ICakeContext
{
    /// <summary>Runs before each task. When it throws, the task does not run; its teardown still does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that comes.</param>
    public abstract void Setup(TContext context, ITaskSetupContext info);

    /// <inheritdoc/>
    void IFrostingTaskSetup.Setup(ICakeContext context, ITaskSetupContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Setup((TContext)context, info);
    }
}
