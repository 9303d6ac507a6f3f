using Cake.Aimee.Dsl;
using Cake.Core;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>
/// The context of our typed tasks. A host uses it, or one derived from it, by
/// <c>UseContext&lt;AimeeContext&gt;()</c>.
/// </summary>
public class AimeeContext : FrostingContext
{
    /// <summary>Called by the host.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="runtime">What <see cref="AimeeModule"/> registers: use it by <c>UseModule&lt;AimeeModule&gt;()</c>.</param>
    public AimeeContext(ICakeContext context, AimeeRuntime runtime)
        : base(context) => Runtime = runtime;

    /// <summary>The run of Cake over the tree, which all tasks share.</summary>
    public AimeeRuntime Runtime { get; }
}
