using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before and after the run, with a context of one's own.</summary>
/// <typeparam name="TContext">The context, as <c>UseContext</c> registered it.</typeparam>
public abstract class FrostingLifetime<TContext> : IFrostingLifetime
    where TContext : ICakeContext
{
    /// <summary>Runs before the first task. When it throws, no task runs; the teardown still does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The target and the tasks that will run.</param>
    public abstract void Setup(TContext context, ISetupContext info);

    /// <summary>Runs after the last task. It runs also when the setup or a task has failed.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">How the run ended.</param>
    public abstract void Teardown(TContext context, ITeardownContext info);

    /// <inheritdoc/>
    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Setup((TContext)context, info);
    }

    /// <inheritdoc/>
    void IFrostingTeardown.Teardown(ICakeContext context, ITeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Teardown((TContext)context, info);
    }
}
