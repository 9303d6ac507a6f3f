using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Planning.Queries;

/// <summary>Who needs whom, by the names that rules use.</summary>
public sealed class DependencyQueries
{
    private readonly BuildTree tree;
    private readonly ILookup<string, Package> users;

    /// <summary>Questions about a tree.</summary>
    /// <param name="tree">The tree.</param>
    public DependencyQueries(BuildTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        this.tree = tree;
        users = tree.Packages
            .SelectMany(package => Of(package).Distinct().Select(needed => (needed, package)))
            .ToLookup(pair => pair.needed, pair => pair.package, StringComparer.Ordinal);
    }

    /// <summary>What a package needs to be built, with all that this needs at run time, and so on.</summary>
    /// <param name="package">The package.</param>
    /// <returns>The packages by name, each once, without the package itself.</returns>
    public ImmutableArray<string> AllBuildDependencies(Package package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Closure(package.Id, Names(package.Depends.Build), id => Find(id) is { } needed ? Of(needed) : []);
    }

    /// <summary>What a package needs at run time, with all that this needs, and so on.</summary>
    /// <param name="package">The package.</param>
    /// <returns>The packages by name, each once, without the package itself.</returns>
    public ImmutableArray<string> AllRunDependencies(Package package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Closure(package.Id, Names(package.Depends.Run), id => Find(id) is { } needed ? Names(needed.Depends.Run) : []);
    }

    /// <summary>The packages that need a package, for building, running, or on the build machine.</summary>
    /// <param name="id">The package, or a split.</param>
    /// <returns>The packages by name.</returns>
    public ImmutableArray<string> NeededBy(string id) => [.. users[id].Select(user => user.Id).Order(StringComparer.Ordinal)];

    /// <summary>The packages that need a package, and all that need those, and so on.</summary>
    /// <param name="id">The package, or a split.</param>
    /// <returns>The packages by name, without the package itself.</returns>
    public ImmutableArray<string> AllNeededBy(string id) => Closure(id, NeededBy(id), user => users[user].Select(package => package.Id));

    /// <summary>The package that a name means: itself, or the one that it is a split of.</summary>
    private Package? Find(string id)
    {
        if (tree.Find(id) is { } package)
        {
            return package;
        }

        for (var dash = id.LastIndexOf('-'); dash > 0; dash = id.LastIndexOf('-', dash - 1))
        {
            if (tree.Find(id[..dash]) is { } parent && parent.Splits.ContainsKey(id[(dash + 1)..]))
            {
                return parent;
            }
        }

        return null;
    }

    private static IEnumerable<string> Of(Package package) =>
        Names(package.Depends.Build).Concat(Names(package.Depends.Host)).Concat(Names(package.Depends.Run))
            .Concat(package.Splits.Values.SelectMany(split => Names(split.Run)));

    private static IEnumerable<string> Names(ImmutableArray<Dependency> dependencies) => dependencies.Select(dependency => dependency.Package);

    private static ImmutableArray<string> Closure(string start, IEnumerable<string> first, Func<string, IEnumerable<string>> next)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { start };
        var waiting = new Queue<string>(first.Where(seen.Add));
        while (waiting.TryDequeue(out var id))
        {
            foreach (var further in next(id).Where(seen.Add))
            {
                waiting.Enqueue(further);
            }
        }

        seen.Remove(start);
        return [.. seen.Order(StringComparer.Ordinal)];
    }
}
