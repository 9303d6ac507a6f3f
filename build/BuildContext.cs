using Cake.Aimee.Dsl;
using Cake.Aimee.Frosting;
using Cake.Core;

namespace Cake.Aimee.Build;

/// <summary>The context of this repository's own tasks.</summary>
public sealed class BuildContext(ICakeContext context, AimeeRuntime runtime) : AimeeContext(context, runtime)
{
    /// <summary>The one configuration in which everything is built and tested.</summary>
    public const string BuildConfiguration = "Release";

    /// <summary>The solution.</summary>
    public const string Solution = "Cake.Aimee.sln";
}
