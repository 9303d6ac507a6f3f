using System.Collections.Immutable;

namespace Cake.Aimee.Artifacts;

/// <summary>
/// What stands in an artifact about itself, as <c>var/db/binpkgs/CATEGORY/NAME.json</c>: what follows from rules and
/// content alone. No key, no time, no machine: equal content has to stay equal bytes.
/// </summary>
public sealed record ArtifactDescription
{
    /// <summary>The package, <c>category/name</c>; filled in when it is packed.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its version; filled in when it is packed.</summary>
    public string Version { get; init; } = "";

    /// <summary>The release of its rules; filled in when it is packed.</summary>
    public string Release { get; init; } = "";

    /// <summary>What it is, in one line.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its licence, an SPDX expression; null when the rules do not say.</summary>
    public string? License { get; init; }

    /// <summary>The packages that it needs at run time, as the rules name them.</summary>
    public ImmutableArray<string> Run { get; init; } = [];

    /// <summary>All that is in it and is no directory, sorted by path, but for the two files about itself; filled in when it is packed.</summary>
    public ImmutableArray<ArtifactFile> Files { get; init; } = [];
}
