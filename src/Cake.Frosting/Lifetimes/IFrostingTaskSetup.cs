using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before each task.</summary>
public interface IFrostingTaskSetup
{
    /// <summary>Runs before each task. When it throws, the task does not run; its teardown still does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that comes.</param>
    void Setup(ICakeContext context, ITaskSetupContext info);
}
