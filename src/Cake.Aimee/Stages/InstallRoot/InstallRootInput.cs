using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>What a package has installed, and what has to hold for it.</summary>
/// <param name="Directory">The install root, an absolute path.</param>
/// <param name="Target">The system that it is for.</param>
public sealed record InstallRootInput(string Directory, TargetTriple Target)
{
    /// <summary>Paths of the build that may not be seen in what is installed: of the package's tmp directory, of the tree.</summary>
    public ImmutableArray<string> BuildPaths { get; init; } = [];

    /// <summary>The path of the sysroot, as the build machine knows it and as stages do.</summary>
    public ImmutableArray<string> Sysroots { get; init; } = [];

    /// <summary>The shared libraries of the run dependencies: see <see cref="SharedLibraries.ProvidedBy"/>.</summary>
    public IReadOnlySet<string> Provided { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>Whether all run dependencies are in <see cref="Provided"/>; when some are not built yet, a library that nobody has is not told of.</summary>
    public bool IsProvidedComplete { get; init; } = true;

    /// <summary>Libraries of packages that it was built with and that are no run dependencies: by name, with the package.</summary>
    public IReadOnlyDictionary<string, string> OtherLibraries { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The checks that do not hold here, each with its reason.</summary>
    public IReadOnlyDictionary<string, string> Waivers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether errors are errors; false where rules can waive nothing: then they are warnings.</summary>
    public bool IsStrict { get; init; } = true;

    /// <summary>Where the package's rules are, for diagnostics.</summary>
    public SourceLocation? Location { get; init; }
}
