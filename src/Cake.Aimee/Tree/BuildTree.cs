using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Tree;

/// <summary>A build tree as it was read: its settings and all its packages. Immutable.</summary>
public sealed class BuildTree
{
    private readonly Dictionary<string, Package> byId;

    /// <summary>A tree of packages.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="packages">The packages; no two have one name.</param>
    public BuildTree(Config config, IEnumerable<Package> packages)
    {
        Config = config;
        Packages = [.. packages.OrderBy(package => package.Id, StringComparer.Ordinal)];
        byId = Packages.ToDictionary(package => package.Id, StringComparer.Ordinal);
    }

    /// <summary>The settings.</summary>
    public Config Config { get; }

    /// <summary>All packages, by name.</summary>
    public ImmutableArray<Package> Packages { get; }

    /// <summary>The package of a name.</summary>
    /// <param name="id"><c>category/name</c>.</param>
    /// <returns>The package, or null when there is none.</returns>
    public Package? Find(string id) => byId.GetValueOrDefault(id);
}
