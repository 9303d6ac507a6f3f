using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>A package that is made of a part of another one's install root.</summary>
public sealed record PackageSplit
{
    /// <summary>What goes into it: paths below the install root, and patterns with <c>*</c> and <c>?</c>.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>What it is, in one line; null for the parent's description.</summary>
    public string? Description { get; init; }

    /// <summary>The packages that it needs at run time.</summary>
    public ImmutableArray<Dependency> Run { get; init; } = [];
}
