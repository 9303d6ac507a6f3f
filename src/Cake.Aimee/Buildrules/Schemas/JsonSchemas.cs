using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>The JSON schemas (draft 2020-12) that editors complete and check rules and configs with, made from the model that reads them.</summary>
public static class JsonSchemas
{
    /// <summary>The schema of YAML rules.</summary>
    /// <param name="kinds">The kinds of build that rules may name.</param>
    /// <returns>The schema, indented.</returns>
    public static string Buildrules(IEnumerable<BuildKind> kinds) =>
        Write("Buildrules of a package", PackageSchema.With(kinds));

    /// <summary>The schema of configs.</summary>
    /// <param name="sections">The sections that image systems bring.</param>
    /// <returns>The schema, indented.</returns>
    public static string Config(IReadOnlyCollection<ConfigSection> sections) =>
        Write("Config of a build tree", ConfigSchema.With(sections));

    private static string Write<T>(string title, MapSchema<T> schema)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("title", title);
            schema.WriteJson(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
