using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>The packages that a package needs.</summary>
public sealed record PackageDependencies
{
    /// <summary>Installed in the sysroot before prep.</summary>
    public ImmutableArray<Dependency> Build { get; init; } = [];

    /// <summary>Installed in the sysroot before the package itself.</summary>
    public ImmutableArray<Dependency> Run { get; init; } = [];

    /// <summary>Built for the build machine, and on the PATH of the package's stages.</summary>
    public ImmutableArray<Dependency> Host { get; init; } = [];
}
