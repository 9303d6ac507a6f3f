using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after each task, whatever the context.</summary>
public abstract class FrostingTaskTeardown : FrostingTaskTeardown<ICakeContext>
{
}
