using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after each task.</summary>
public interface IFrostingTaskTeardown
{
    /// <summary>Runs after each task. It runs also for a task that failed or was skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task, how long it took and how it ended.</param>
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}
