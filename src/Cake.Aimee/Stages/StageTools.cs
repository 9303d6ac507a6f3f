using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages;

/// <summary>What a build gives to a stage that it runs.</summary>
internal sealed record StageTools
{
    /// <summary>What is shown at the sysroots' paths.</summary>
    public ImmutableArray<SandboxMount> Views { get; init; } = [];

    /// <summary>Where programs of packages for the build machine are, as the stage sees it.</summary>
    public ImmutableArray<string> HostPrograms { get; init; } = [];

    /// <summary>Variables over those of the package: how many jobs, and who gives them out.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Shell lines before all others.</summary>
    public string Preamble { get; init; } = "";

    /// <summary>Told each line that the stage prints.</summary>
    public Action<string>? OnLine { get; init; }
}
