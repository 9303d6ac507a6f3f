using Cake.Aimee.Artifacts.Exports;

namespace Cake.Aimee.Stages;

/// <summary>How the user wants packages to be built.</summary>
public sealed record BuildSettings
{
    /// <summary>How many stages run at once, and how many processors they use together; null leaves it to the config.</summary>
    public int? Jobs { get; init; }

    /// <summary>Whether <c>work/</c> stays after a package is done, and is gone on with as it is after a failure.</summary>
    public bool KeepWork { get; init; }

    /// <summary>Whether the artifacts of dependencies have to come from the upstream: a missing one is an error, not a build.</summary>
    public bool PullDependencies { get; init; }

    /// <summary>What kind of package <c>export</c> makes.</summary>
    public ExportFormat ExportFormat { get; init; }
}
