using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after the last task.</summary>
public interface IFrostingTeardown
{
    /// <summary>Runs after the last task. It runs also when the setup or a task has failed.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">How the run ended.</param>
    void Teardown(ICakeContext context, ITeardownContext info);
}
