using System.Collections.Immutable;

namespace Cake.Aimee.Pipelines;

/// <summary>Jobs that a CI service runs on machines of its own, and what they have in common. Immutable.</summary>
/// <param name="Name">What it is called: <c>packages</c>, <c>images</c>.</param>
/// <param name="Jobs">The jobs, each after those that it needs.</param>
public sealed record Pipeline(string Name, ImmutableArray<PipelineJob> Jobs)
{
    /// <summary>What stands above it for people, line by line: where it comes from, and how it was made.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The branch whose commits alone start it; null for every branch.</summary>
    public string? Branch { get; init; }

    /// <summary>The container image that jobs run in; null for the machine itself.</summary>
    public string? Image { get; init; }

    /// <summary>What a machine has to offer to run the jobs: tags or labels of runners.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The version of the .NET SDK that jobs call, for a service that can bring it; null when they call none, or the image has it.</summary>
    public string? DotNet { get; init; }

    /// <summary>Shell commands that each job runs before its own.</summary>
    public ImmutableArray<string> Before { get; init; } = [];

    /// <summary>Variables that the service keeps as secrets, and gives to the jobs.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Directories that are kept from one run to the next; they may be lost at any time.</summary>
    public ImmutableArray<string> Caches { get; init; } = [];

    /// <summary>Files and directories that can be looked at when a job has ended, well or badly; patterns as of a shell.</summary>
    public ImmutableArray<string> KeptFiles { get; init; } = [];

    /// <summary>The file with the faults that are shown beside the changed lines, where the service reads one.</summary>
    public string? QualityReport { get; init; }

    /// <summary>How often a job is run again whose machine broke down; what the job itself did wrong is not repeated.</summary>
    public int Retries { get; init; } = 2;
}
