using System.Collections.Immutable;

namespace Cake.Aimee.Pipelines;

/// <summary>A job of a pipeline.</summary>
/// <param name="Name">What people see; no two jobs of a pipeline have one name.</param>
/// <param name="Commands">Shell commands; none when the job only gathers those that it needs.</param>
public sealed record PipelineJob(string Name, ImmutableArray<string> Commands)
{
    /// <summary>The names of the jobs that have to be done before.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>How long it may run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);
}
