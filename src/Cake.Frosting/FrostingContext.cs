using Cake.Core;

namespace Cake.Frosting;

/// <summary>The context of a run that registers none of its own, and the base of those that do.</summary>
public class FrostingContext : CakeContextAdapter, IFrostingContext
{
    /// <summary>Wraps Cake's context.</summary>
    /// <param name="context">Cake's context.</param>
    public FrostingContext(ICakeContext context)
        : base(context)
    {
    }
}
