using System.Collections.Frozen;
using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Running;

namespace Cake.Aimee.Stages;

/// <summary>What all stages of a build share.</summary>
/// <param name="Graph">The stages.</param>
/// <param name="Host">The build machine's triple.</param>
/// <param name="Settings">What the user asked for.</param>
public sealed record BuildContext(StageGraph Graph, string Host, BuildSettings Settings)
{
    /// <summary>The tree's settings.</summary>
    public Config Config => Graph.Tree.Config;

    /// <summary>The triple that packages are built for.</summary>
    public string Target => Config.Target ?? Host;

    /// <summary>How many stages run at once, and how many processors they use together.</summary>
    public int Jobs => Settings.Jobs ?? Config.Jobs ?? System.Environment.ProcessorCount;

    /// <summary>What does the stages that a program has added.</summary>
    public ImmutableArray<CustomStageWork> CustomStages { get; init; } = [];

    /// <summary>The packages whose compiled work has to be there, whatever artifacts there are: added stages were asked for that work on it.</summary>
    public IReadOnlySet<PlannedPackage> WorkedOn { get; init; } = FrozenSet<PlannedPackage>.Empty;

    /// <summary>The image that stages run in; null for this machine.</summary>
    public StageImage? Image { get; init; }

    /// <summary>A variable of the caller's environment.</summary>
    public Func<string, string?> Caller { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The triple that a package is built for.</summary>
    public string TripleOf(PlannedPackage package) => package is { IsHost: true } ? Host : Target;

    /// <summary>The directory in which a package is installed, and where its stages see what it depends on.</summary>
    public string SysrootOf(PlannedPackage package) => Path.Combine(Config.Paths.Sysroot, TripleOf(package));

    /// <summary>A fault of a package's rules or settings, as an exception.</summary>
    internal static AimeeException Fault(PlannedPackage package, string message, string? suggestion = null) => new(
        [new Diagnostic(DiagnosticCodes.StageRefused.Id, Severity.Error, $"{package.Id}: {message}", package.Package.Location, suggestion)]);
}
