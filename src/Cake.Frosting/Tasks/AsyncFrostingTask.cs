using Cake.Core;

namespace Cake.Frosting;

/// <summary>An asynchronous task that asks nothing of its context.</summary>
public abstract class AsyncFrostingTask : AsyncFrostingTask<ICakeContext>
{
}
