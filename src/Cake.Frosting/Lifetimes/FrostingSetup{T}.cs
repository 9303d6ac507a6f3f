using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before the first task, with a context of one's own.</summary>
/// <typeparam name="TContext">The context, as <c>UseContext</c> registered it.</typeparam>
public abstract class FrostingSetup<TContext> : IFrostingSetup
    where TContext : ICakeContext
{
    /// <summary>Runs before the first task. When it throws, no task runs; the teardown still does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The target and the tasks that will run.</param>
    public abstract void Setup(TContext context, ISetupContext info);

    /// <inheritdoc/>
    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Setup((TContext)context, info);
    }
}
