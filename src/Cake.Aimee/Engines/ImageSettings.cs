using System.Collections.Immutable;

namespace Cake.Aimee.Engines;

/// <summary>What an image says of itself beside its files.</summary>
public sealed record ImageSettings
{
    /// <summary>Labels, laid over those of the image it was made from.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Environment variables, laid over those of the image it was made from.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The command that runs when none is given; unchanged when empty.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Processor as OCI names it (<c>amd64</c>); the engine's own when null.</summary>
    public string? Architecture { get; init; }
}
