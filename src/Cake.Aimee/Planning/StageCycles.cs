using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Planning;

/// <summary>Finds packages that need each other: strongly connected components (Tarjan), one cycle told of each.</summary>
internal sealed class StageCycles
{
    private readonly StageGraph graph;
    private readonly int[] order;
    private readonly int[] low;
    private readonly bool[] isOpen;
    private readonly Stack<StageNode> open = new();
    private int count;

    private StageCycles(StageGraph graph)
    {
        this.graph = graph;
        order = new int[graph.Nodes.Length];
        low = new int[graph.Nodes.Length];
        isOpen = new bool[graph.Nodes.Length];
    }

    public static void Report(StageGraph graph, DiagnosticBag diagnostics)
    {
        foreach (var component in new StageCycles(graph).Components())
        {
            var cycle = Shortest(component);
            var names = cycle.Select(node => node.Package).Aggregate(
                new List<PlannedPackage>(), (list, package) => { if (list.LastOrDefault() != package) { list.Add(package); } return list; });
            if (names.Count == 1 || names[0] != names[^1])
            {
                names.Add(names[0]);
            }

            diagnostics.Error(
                DiagnosticCodes.PackageCycle,
                LocationOf(names[0], names[1]),
                $"Packages need each other: {string.Join(" -> ", names)}.",
                "Take one of these dependencies out.");
        }
    }

    private static SourceLocation LocationOf(PlannedPackage from, PlannedPackage to)
    {
        var depends = from.Package.Depends;
        var target = to.IsHost ? to.Id[..^PlannedPackage.HostSuffix.Length] : to.Id;
        return depends.Build.Concat(depends.Host).Concat(depends.Run)
            .FirstOrDefault(dependency => dependency.Package == target)?.Location ?? from.Package.Location;
    }

    /// <summary>The components that hold a cycle, without those of taking away: they mirror those of building.</summary>
    private List<List<StageNode>> Components()
    {
        var components = new List<List<StageNode>>();
        var path = new Stack<(StageNode Node, int Next)>();
        foreach (var root in graph.Nodes)
        {
            if (order[root.Index] != 0 || root.Stage is StageNames.Uninstall or StageNames.Clean or StageNames.Distclean)
            {
                continue;
            }

            Enter(root, path);
            while (path.TryPop(out var top))
            {
                Step(top.Node, top.Next, path, components);
            }
        }

        return components;
    }

    private void Enter(StageNode node, Stack<(StageNode Node, int Next)> path)
    {
        order[node.Index] = low[node.Index] = ++count;
        isOpen[node.Index] = true;
        open.Push(node);
        path.Push((node, 0));
    }

    private void Step(StageNode node, int next, Stack<(StageNode Node, int Next)> path, List<List<StageNode>> components)
    {
        if (next > 0 && isOpen[node.Before[next - 1].Index])
        {
            low[node.Index] = Math.Min(low[node.Index], low[node.Before[next - 1].Index]);
        }

        if (next < node.Before.Count)
        {
            var before = node.Before[next];
            path.Push((node, next + 1));
            if (order[before.Index] == 0)
            {
                Enter(before, path);
            }

            return;
        }

        if (low[node.Index] != order[node.Index])
        {
            return;
        }

        var component = new List<StageNode>();
        StageNode member;
        do
        {
            member = open.Pop();
            isOpen[member.Index] = false;
            component.Add(member);
        }
        while (member != node);
        if (component.Count > 1)
        {
            components.Add(component);
        }
    }

    /// <summary>A shortest way from the component's first stage, by name, back to itself.</summary>
    private static List<StageNode> Shortest(List<StageNode> component)
    {
        var members = component.ToHashSet();
        var start = component.MinBy(node => node.Index)!;
        var cameFrom = new Dictionary<StageNode, StageNode>();
        var queue = new Queue<StageNode>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var before in node.Before)
            {
                if (before == start)
                {
                    return Path(node);
                }

                if (members.Contains(before) && cameFrom.TryAdd(before, node))
                {
                    queue.Enqueue(before);
                }
            }
        }

        return component;

        List<StageNode> Path(StageNode last)
        {
            var way = new List<StageNode> { start };
            for (var node = last; node != start; node = cameFrom[node])
            {
                way.Insert(1, node);
            }

            return way;
        }
    }
}
