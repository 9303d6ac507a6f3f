using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Engines;

/// <summary>A directory of the host that a container sees.</summary>
/// <param name="Source">Absolute path on the host; it has to be there.</param>
/// <param name="Target">Absolute path in the container.</param>
public sealed record Mount(string Source, string Target);

/// <summary>A shell script to be run in a working container.</summary>
/// <param name="Script">POSIX shell; it runs with <c>set -eu</c>.</param>
public sealed record ContainerRun(string Script)
{
    /// <summary>Environment of this run alone; it does not become the image's.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How long the script may run; for ever when null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Called for each line of output as it comes.</summary>
    public Action<ProcessLine>? OnLine { get; init; }
}
