using System.Collections.Immutable;

namespace Cake.Aimee.Planning.Formats;

/// <summary>The graph in the languages of tools that draw or run graphs. Arrows go from a stage to what it needs.</summary>
internal static class GraphText
{
    public static void WriteDot(ImmutableArray<StageNode> nodes, TextWriter output)
    {
        output.WriteLine("digraph stages {");
        output.WriteLine("  rankdir=LR;");
        output.WriteLine("  node [shape=box];");
        foreach (var node in nodes)
        {
            output.WriteLine($"  \"{node.Id}\";");
        }

        foreach (var (from, to) in GraphFormat.Edges(nodes))
        {
            output.WriteLine($"  \"{from.Id}\" -> \"{to.Id}\";");
        }

        output.WriteLine("}");
    }

    public static void WriteMermaid(ImmutableArray<StageNode> nodes, TextWriter output)
    {
        var names = nodes.Select((node, index) => (node, index)).ToDictionary(item => item.node, item => $"n{item.index}");
        output.WriteLine("graph LR");
        foreach (var node in nodes)
        {
            output.WriteLine($"  {names[node]}[\"{node.Id}\"]");
        }

        foreach (var (from, to) in GraphFormat.Edges(nodes))
        {
            output.WriteLine($"  {names[from]} --> {names[to]}");
        }
    }

    /// <summary>
    /// A makefile (POSIX.1-2024, XCU make). A colon can be in no target's name, so it is <c>core/zlib.compile</c>.
    /// </summary>
    public static void WriteMake(ImmutableArray<StageNode> nodes, TextWriter output)
    {
        output.WriteLine(".POSIX:");
        output.WriteLine("CAKE = dotnet cake");
        output.WriteLine();
        output.WriteLine($"all: {string.Join(' ', nodes.Select(Target))}");
        var edges = GraphFormat.Edges(nodes).ToLookup(edge => edge.From, edge => edge.To);
        foreach (var node in nodes)
        {
            output.WriteLine();
            output.WriteLine($"{Target(node)}:{string.Concat(edges[node].Select(to => " " + Target(to)))}");
            output.WriteLine($"\t$(CAKE) --target={node.Id} --exclusive");
        }
    }

    private static string Target(StageNode node) => $"{node.Package.Id}.{node.Stage}";
}
