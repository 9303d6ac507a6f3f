using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before each task, whatever the context.</summary>
public abstract class FrostingTaskSetup : FrostingTaskSetup<ICakeContext>
{
}
