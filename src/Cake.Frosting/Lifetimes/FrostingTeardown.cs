using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after the last task, whatever the context.</summary>
public abstract class FrostingTeardown : FrostingTeardown<ICakeContext>
{
}
