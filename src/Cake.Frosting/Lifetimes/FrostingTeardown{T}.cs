using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after the last task, with a context of one's own.</summary>
/// <typeparam name="TContext">The context, as <c>UseContext</c> registered it.</typeparam>
public abstract class FrostingTeardown<TContext> : IFrostingTeardown
    where TContext : ICakeContext
{
    /// <summary>Runs after the last task. It runs also when the setup or a task has failed.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">How the run ended.</param>
    public abstract void Teardown(TContext context, ITeardownContext info);

    /// <inheritdoc/>
    void IFrostingTeardown.Teardown(ICakeContext context, ITeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Teardown((TContext)context, info);
    }
}
