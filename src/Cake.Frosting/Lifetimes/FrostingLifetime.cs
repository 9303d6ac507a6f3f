using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before and after the run, whatever the context.</summary>
public abstract class FrostingLifetime : FrostingLifetime<ICakeContext>
{
}
