using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Planning;

/// <summary>Makes the stages of a tree's packages and ties them together.</summary>
/// <param name="tree">The tree.</param>
/// <param name="isCross">Whether the build machine is another one than the target.</param>
/// <param name="customStages">Stages beside those that every tree has.</param>
/// <param name="diagnostics">Gets the missing packages.</param>
internal sealed class StageGraphBuilder(
    BuildTree tree, bool isCross, IReadOnlyCollection<CustomStage> customStages, DiagnosticBag diagnostics)
{
    private static readonly string[] HostStages =
        [StageNames.Fetch, StageNames.Prep, StageNames.Compile, StageNames.Package, StageNames.Install];

    private static readonly string[] SplitStages = [StageNames.Install, StageNames.Export, StageNames.Uninstall];

    // What is taken away is taken from those first that were built with it.
    private static readonly string[] ReverseStages = [StageNames.Uninstall, StageNames.Clean, StageNames.Distclean];

    private readonly Dictionary<string, PlannedPackage> packages = new(StringComparer.Ordinal);
    private readonly Dictionary<PlannedPackage, ImmutableArray<StageNode>> stages = [];
    private readonly ImmutableArray<StageNode>.Builder nodes = ImmutableArray.CreateBuilder<StageNode>();
    private readonly Queue<PlannedPackage> added = new();
    private List<string>? names;

    public StageGraph Build()
    {
        foreach (var package in tree.Packages)
        {
            Add(package, null, isHost: false);
            foreach (var split in package.Splits.Keys)
            {
                Add(package, split, isHost: false);
            }
        }

        // Tying a package may add what it needs for the build machine, which is then tied in its turn.
        while (added.TryDequeue(out var package))
        {
            Tie(package);
        }

        return new StageGraph(tree, packages, stages, nodes.ToImmutable());
    }

    private PlannedPackage Add(Package package, string? split, bool isHost)
    {
        var planned = new PlannedPackage(package, split, isHost);
        if (packages.TryAdd(planned.Id, planned))
        {
            var own = ImmutableArray.CreateBuilder<StageNode>();
            foreach (var stage in StagesOf(planned))
            {
                own.Add(new StageNode(planned, stage, nodes.Count));
                nodes.Add(own[^1]);
            }

            stages.Add(planned, own.ToImmutable());
            added.Enqueue(planned);
        }

        return packages[planned.Id];
    }

    private IEnumerable<string> StagesOf(PlannedPackage planned) =>
        planned.Split is not null ? planned.IsHost ? SplitStages.Take(1) : SplitStages
        : planned.IsHost ? HostStages
        : StageNames.All
            .Where(stage => stage != StageNames.Clean || planned.Package.Clean)
            .Where(stage => stage != StageNames.Test || planned.Package.Test is not null)
            .Concat(customStages.Select(custom => custom.Name));

    private void Tie(PlannedPackage planned)
    {
        if (planned.Split is { } split)
        {
            var parent = Add(planned.Package, null, planned.IsHost);
            Tie(planned, StageNames.Install, parent, StageNames.Package);
            TieAll(planned, StageNames.Install, planned.Package.Splits[split].Run, planned.IsHost);
            Tie(planned, StageNames.Export, planned, StageNames.Install);
            return;
        }

        var depends = planned.Package.Depends;
        Tie(planned, StageNames.Prep, planned, StageNames.Fetch);
        TieAll(planned, StageNames.Prep, depends.Build, planned.IsHost);
        TieAll(planned, StageNames.Prep, depends.Host, isCross);
        Tie(planned, StageNames.Compile, planned, StageNames.Prep);
        Tie(planned, StageNames.Package, planned, StageNames.Compile);
        Tie(planned, StageNames.Install, planned, StageNames.Package);
        TieAll(planned, StageNames.Install, depends.Run, planned.IsHost);
        Tie(planned, StageNames.Test, planned, StageNames.Install);
        Tie(planned, StageNames.Export, planned, StageNames.Install);
        Tie(planned, StageNames.Source, planned, StageNames.Prep);
        foreach (var custom in customStages)
        {
            Tie(planned, custom.Name, planned, custom.After);
        }
    }

    /// <summary>Ties a stage to the installation of packages, and what takes those away to what takes this one away.</summary>
    private void TieAll(PlannedPackage planned, string stage, ImmutableArray<Dependency> dependencies, bool isHost)
    {
        foreach (var dependency in dependencies)
        {
            if (Find(dependency, isHost) is not { } needed)
            {
                ReportMissing(planned, dependency);
                continue;
            }

            Tie(planned, stage, needed, StageNames.Install);
            foreach (var reverse in stage == StageNames.Prep ? ReverseStages : [])
            {
                if (Node(needed, reverse) is { } before && Node(planned, reverse) is { } after)
                {
                    before.DependOnNext(after);
                }
            }
        }
    }

    private void Tie(PlannedPackage planned, string stage, PlannedPackage needed, string neededStage)
    {
        if (Node(planned, stage) is { } node && Node(needed, neededStage) is { } before)
        {
            node.DependOn(before);
        }
    }

    private StageNode? Node(PlannedPackage planned, string stage)
    {
        foreach (var node in stages[planned])
        {
            if (node.Stage == stage)
            {
                return node;
            }
        }

        return null;
    }

    private PlannedPackage? Find(Dependency dependency, bool isHost) =>
        packages.TryGetValue(PlannedPackage.IdOf(dependency.Package, isHost), out var known) ? known
        : isHost && packages.TryGetValue(dependency.Package, out var target) ? Add(target.Package, target.Split, isHost: true)
        : null;

    private void ReportMissing(PlannedPackage planned, Dependency dependency)
    {
        names ??= [.. packages.Values.Where(package => !package.IsHost).Select(package => package.Id)];
        var name = dependency.Package[dependency.Package.IndexOf('/')..];
        var elsewhere = names.Find(known => known.EndsWith(name, StringComparison.Ordinal));
        diagnostics.Error(
            DiagnosticCodes.MissingPackage,
            dependency.Location,
            $"'{planned.Package.Id}' needs '{dependency.Package}', which is not in the tree.",
            (elsewhere ?? Nearest.To(dependency.Package, names)) is { } nearest ? $"Did you mean '{nearest}'?" : null);
    }
}
