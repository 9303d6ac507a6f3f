using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Planning.Keys;

/// <summary>The packages that a package's stages can see: pure functions of the graph.</summary>
public static class PackageView
{
    /// <summary>What stands in the sysroot of a package's stages: what it declares, and what that needs at run time.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="package">The package.</param>
    /// <returns>Each package once, in the order in which the rules name them.</returns>
    public static ImmutableArray<PlannedPackage> Sysroot(StageGraph graph, PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Closure(graph, BuildDependencies(graph, package));
    }

    /// <summary>What stands in the sysroot of a package's stages for the build machine, whose programs are on their PATH.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="package">The package.</param>
    /// <returns>Each package once; none when the build machine is the target.</returns>
    public static ImmutableArray<PlannedPackage> Host(StageGraph graph, PlannedPackage package) =>
        Closure(graph, HostDependencies(graph, package));

    /// <summary>The packages that a package declares for its build, those for the build machine among them where that is the target.</summary>
    public static IEnumerable<PlannedPackage> BuildDependencies(StageGraph graph, PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(package);
        var build = Find(graph, package.Package.Depends.Build, package.IsHost);
        return IsForeign(graph, package) ? build : build.Concat(Find(graph, package.Package.Depends.Host, package.IsHost));
    }

    /// <summary>The packages that a package declares for the build machine, where that is another one than its own.</summary>
    public static IEnumerable<PlannedPackage> HostDependencies(StageGraph graph, PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(package);
        return IsForeign(graph, package) ? Find(graph, package.Package.Depends.Host, isHost: true) : [];
    }

    /// <summary>The packages whose programs the stages of a package run, with what these need: all that it declares for the build machine.</summary>
    internal static ImmutableArray<PlannedPackage> Tools(StageGraph graph, PlannedPackage package) =>
        Closure(graph, Find(graph, package.Package.Depends.Host, package.IsHost || IsForeign(graph, package)));

    /// <summary>The packages that a package needs at run time.</summary>
    public static IEnumerable<PlannedPackage> RunDependencies(StageGraph graph, PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Find(graph, package.Split is { } split ? package.Package.Splits[split].Run : package.Package.Depends.Run, package.IsHost);
    }

    /// <summary>Packages with what they need at run time.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="roots">The packages.</param>
    /// <returns>Each package once, before what only it needs.</returns>
    public static ImmutableArray<PlannedPackage> Closure(StageGraph graph, IEnumerable<PlannedPackage> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var found = ImmutableArray.CreateBuilder<PlannedPackage>();
        var seen = new HashSet<PlannedPackage>();
        var waiting = new Stack<PlannedPackage>(roots.Reverse());
        while (waiting.TryPop(out var package))
        {
            if (!seen.Add(package))
            {
                continue;
            }

            found.Add(package);
            foreach (var needed in RunDependencies(graph, package).Reverse())
            {
                waiting.Push(needed);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The stage that makes a package's artifact: a split's is its parent's.</summary>
    public static StageNode ArtifactStage(StageGraph graph, PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(package);
        var parent = package.Split is null ? package : graph.FindPackage(PlannedPackage.IdOf(package.Package.Id, package.IsHost))!;
        return graph.Find(parent, StageNames.Package)!;
    }

    private static bool IsForeign(StageGraph graph, PlannedPackage package) =>
        !package.IsHost && package.Package.Depends.Host.Any(dependency => graph.FindPackage(PlannedPackage.IdOf(dependency.Package, isHost: true)) is not null);

    private static IEnumerable<PlannedPackage> Find(StageGraph graph, ImmutableArray<Dependency> dependencies, bool isHost) =>
        dependencies
            .Select(dependency => graph.FindPackage(PlannedPackage.IdOf(dependency.Package, isHost)))
            .OfType<PlannedPackage>();
}
