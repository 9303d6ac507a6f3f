using System.Collections.Immutable;

namespace Cake.Aimee.Sources;

/// <summary>How sources are fetched.</summary>
/// <param name="Directory">The tree's <c>sources/</c>; made when it is missing.</param>
public sealed record SourceSettings(string Directory)
{
    /// <summary>
    /// Where archives lie by their names, asked before all others: addresses that <c>/NAME</c> is put after, or absolute directories.
    /// </summary>
    public ImmutableArray<string> Upstreams { get; init; } = [];

    /// <summary>The same, asked after the upstreams; <c>apt:</c> is the distribution's source packages.</summary>
    public ImmutableArray<string> Mirrors { get; init; } = [];

    /// <summary>Whether the directory is one that people know, and may put an archive into themselves.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>How often one location is tried when it fails in a way that may pass.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>How long to wait before the second attempt; before each further one twice as long.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may send nothing before the attempt has failed.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many redirects are followed, one after another.</summary>
    public int RedirectLimit { get; init; } = 10;

    /// <summary>The lines of apt's <c>sources.list</c> with the source packages; when empty, made from what this machine's apt is configured for.</summary>
    public ImmutableArray<string> AptSources { get; init; } = [];
}
