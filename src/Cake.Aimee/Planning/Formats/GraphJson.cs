using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cake.Aimee.Planning.Formats;

/// <summary>
/// The graph as JSON: <c>{"nodes":[{"id","package","stage"}],"edges":[{"from","to"}]}</c>, where <c>from</c> depends
/// on <c>to</c>.
/// </summary>
internal static class GraphJson
{
    public static void Write(ImmutableArray<StageNode> nodes, TextWriter output)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("nodes");
            foreach (var node in nodes)
            {
                writer.WriteStartObject();
                writer.WriteString("id", node.Id);
                writer.WriteString("package", node.Package.Id);
                writer.WriteString("stage", node.Stage);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("edges");
            foreach (var (from, to) in GraphFormat.Edges(nodes))
            {
                writer.WriteStartObject();
                writer.WriteString("from", from.Id);
                writer.WriteString("to", to.Id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
