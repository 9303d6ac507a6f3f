using System.Collections.Immutable;

namespace Cake.Aimee.Planning.Formats;

/// <summary>A way to write a graph of stages.</summary>
/// <param name="Name">What people call it: <c>--format=NAME</c>.</param>
/// <param name="Description">What it is for, in one line.</param>
/// <param name="Write">Writes stages and the edges between them; an edge to a stage that is not among them is left out.</param>
public sealed record GraphFormat(string Name, string Description, Action<ImmutableArray<StageNode>, TextWriter> Write)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<GraphFormat> All { get; } =
    [
        new("json", "nodes and edges, for programs", GraphJson.Write),
        new("dot", "Graphviz", GraphText.WriteDot),
        new("mermaid", "Mermaid, which forges show in Markdown", GraphText.WriteMermaid),
        new("make", "a POSIX makefile that runs the stages", GraphText.WriteMake),
        new("html", "one page to pan and search, without network", GraphHtml.Write),
    ];

    /// <summary>The edges among stages, in the order of the stages.</summary>
    internal static IEnumerable<(StageNode From, StageNode To)> Edges(ImmutableArray<StageNode> nodes)
    {
        var members = nodes.ToHashSet();
        return nodes.SelectMany(node => node.Dependencies.Where(members.Contains).Select(to => (node, to)));
    }
}
