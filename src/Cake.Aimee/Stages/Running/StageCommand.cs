using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Running;

/// <summary>A stage's shell script, with all that is to be known about running it. Paths are this machine's.</summary>
/// <param name="Script">The script's file.</param>
/// <param name="Directory">Where it starts.</param>
/// <param name="Environment">Its variables.</param>
internal sealed record StageCommand(string Script, string Directory, StageEnvironment Environment)
{
    /// <summary>The directories that it may write to; with the machine's namespaces, no others.</summary>
    public ImmutableArray<string> Writable { get; init; } = [];

    /// <summary>What is shown at the sysroot's paths.</summary>
    public ImmutableArray<SandboxMount> Views { get; init; } = [];

    /// <summary>Whether it may use the network.</summary>
    public bool HasNetwork { get; init; }

    /// <summary>Told each line that it prints.</summary>
    public Action<ProcessLine>? OnLine { get; init; }

    /// <summary>Whether it gets the terminal, for a person to work with.</summary>
    public bool IsInteractive { get; init; }
}
