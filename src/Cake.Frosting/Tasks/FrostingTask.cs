using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task that asks nothing of its context.</summary>
public abstract class FrostingTask : FrostingTask<ICakeContext>
{
}
