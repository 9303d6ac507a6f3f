using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Planning;

/// <summary>
/// All stages of a tree and what each needs: a pure function of the tree. A stage depends on others by the rules of
/// the design's §4.4; what is asked for is looked up by name.
/// </summary>
public sealed class StageGraph
{
    private readonly Dictionary<string, PlannedPackage> packages;
    private readonly Dictionary<PlannedPackage, ImmutableArray<StageNode>> stages;

    internal StageGraph(
        BuildTree tree,
        Dictionary<string, PlannedPackage> packages,
        Dictionary<PlannedPackage, ImmutableArray<StageNode>> stages,
        ImmutableArray<StageNode> nodes) =>
        (Tree, this.packages, this.stages, Nodes) = (tree, packages, stages, nodes);

    /// <summary>The tree that the stages are of.</summary>
    public BuildTree Tree { get; }

    /// <summary>All stages, those of a package together.</summary>
    public ImmutableArray<StageNode> Nodes { get; }

    /// <summary>All packages, their splits and what is built for the build machine, in the order of the nodes.</summary>
    public IReadOnlyCollection<PlannedPackage> Packages => packages.Values;

    /// <summary>Plans a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="host">The build machine's triple: when it is the target's too, nothing is built twice.</param>
    /// <param name="customStages">Stages that are registered beside those that every tree has.</param>
    /// <param name="diagnostics">Gets the faults: missing packages, and cycles.</param>
    /// <returns>The graph; only when there is no fault can it be built from.</returns>
    public static StageGraph Plan(
        BuildTree tree, string host, IReadOnlyCollection<CustomStage> customStages, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(customStages);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var isCross = tree.Config.Target is { } target && target != host;
        var graph = new StageGraphBuilder(tree, isCross, customStages, diagnostics).Build();
        StageCycles.Report(graph, diagnostics);
        return graph;
    }

    /// <summary>The package of a name.</summary>
    /// <param name="id">The name: <c>category/name</c>, with <c>-split</c> or <c>@host</c>.</param>
    /// <returns>The package, or null.</returns>
    public PlannedPackage? FindPackage(string id) => packages.GetValueOrDefault(id);

    /// <summary>The stages of a package, in their order.</summary>
    /// <param name="package">The package.</param>
    /// <returns>Its stages.</returns>
    public ImmutableArray<StageNode> StagesOf(PlannedPackage package) => stages[package];

    /// <summary>The stage of a name.</summary>
    /// <param name="id">The name: <c>category/name:stage</c>.</param>
    /// <returns>The stage, or null.</returns>
    public StageNode? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var colon = id.LastIndexOf(':');
        return colon > 0 && FindPackage(id[..colon]) is { } package ? Find(package, id[(colon + 1)..]) : null;
    }

    /// <summary>A stage of a package.</summary>
    /// <param name="package">The package.</param>
    /// <param name="stage">The stage's name.</param>
    /// <returns>The stage, or null when the package does not have it.</returns>
    public StageNode? Find(PlannedPackage package, string stage)
    {
        foreach (var node in stages[package])
        {
            if (node.Stage == stage)
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>Stages with all that they need.</summary>
    /// <param name="targets">The stages that are asked for.</param>
    /// <returns>Each stage once, after all that it needs; the same order for the same tree and targets.</returns>
    public ImmutableArray<StageNode> Closure(IEnumerable<StageNode> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var order = ImmutableArray.CreateBuilder<StageNode>();
        var seen = new bool[Nodes.Length];
        var path = new Stack<(StageNode Node, int Next)>();
        foreach (var target in targets)
        {
            Visit(target);
            while (path.TryPop(out var top))
            {
                if (top.Next == top.Node.Before.Count)
                {
                    order.Add(top.Node);
                    continue;
                }

                path.Push((top.Node, top.Next + 1));
                Visit(top.Node.Before[top.Next]);
            }
        }

        return order.ToImmutable();

        void Visit(StageNode node)
        {
            if (!seen[node.Index])
            {
                seen[node.Index] = true;
                path.Push((node, 0));
            }
        }
    }
}
