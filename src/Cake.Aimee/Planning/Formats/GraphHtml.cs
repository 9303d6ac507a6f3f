using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace Cake.Aimee.Planning.Formats;

/// <summary>The graph as one page that needs no network: to pan, zoom and search, and to see what a stage needs and what needs it.</summary>
internal static class GraphHtml
{
    private const string DataMark = "/*DATA*/";

    public static void Write(ImmutableArray<StageNode> nodes, TextWriter output)
    {
        var page = Page();
        var mark = page.IndexOf(DataMark, StringComparison.Ordinal);
        output.Write(page.AsSpan(0, mark));
        WriteData(nodes, output);
        output.Write(page.AsSpan(mark + DataMark.Length));
    }

    /// <summary>Names, columns and edges by number. A stage's column is the length of the longest way to it.</summary>
    private static void WriteData(ImmutableArray<StageNode> nodes, TextWriter output)
    {
        var numbers = nodes.Select((node, index) => (node, index)).ToDictionary(item => item.node, item => item.index);
        var columns = Columns(nodes, numbers);
        output.Write("const names=[");
        output.Write(string.Join(',', nodes.Select(node => $"\"{node.Id}\"")));
        output.Write("],columns=[");
        output.Write(string.Join(',', columns));
        output.Write("],needs=[");
        output.Write(string.Join(',', nodes.Select(node =>
            $"[{string.Join(',', node.Dependencies.Where(numbers.ContainsKey).Select(to => numbers[to].ToString(CultureInfo.InvariantCulture)))}]")));
        output.Write("];");
    }

    private static int[] Columns(ImmutableArray<StageNode> nodes, Dictionary<StageNode, int> numbers)
    {
        var columns = new int[nodes.Length];
        var waiting = nodes.Select(node => node.Dependencies.Count(numbers.ContainsKey)).ToArray();
        var users = GraphFormat.Edges(nodes).ToLookup(edge => edge.To, edge => edge.From);
        var ready = new Queue<StageNode>(nodes.Where((_, index) => waiting[index] == 0));
        while (ready.TryDequeue(out var node))
        {
            foreach (var user in users[node])
            {
                var number = numbers[user];
                columns[number] = Math.Max(columns[number], columns[numbers[node]] + 1);
                if (--waiting[number] == 0)
                {
                    ready.Enqueue(user);
                }
            }
        }

        return columns;
    }

    private static string Page()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Cake.Aimee.Planning.Formats.graph.html")
            ?? throw new InvalidOperationException("The page of the graph is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
