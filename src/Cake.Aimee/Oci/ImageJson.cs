using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Reads one of an image's JSON documents, field by field, so that a fault names the document and the field.</summary>
/// <param name="Name">What to call the document in messages.</param>
/// <param name="Value">The document, or an object in it.</param>
internal sealed record ImageJson(string Name, JsonObject Value)
{
    // Registries take manifests of up to 4 MiB; configs with long histories are larger than their manifests.
    private const int MaximumLength = 16 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ImageJson Read(FileRange file) => new(file.Name, Parse(file.Name, ReadBytes(file)) as JsonObject
        ?? throw new AimeeException($"{file.Name}: this is no JSON object."));

    public static ImmutableArray<ImageJson> ReadArray(FileRange file) => Objects(file.Name, Parse(file.Name, ReadBytes(file)));

    public static byte[] ReadBytes(FileRange file) => file.Length <= MaximumLength
        ? file.ReadAll()
        : throw new AimeeException($"{file.Name}: {file.Length} bytes are too many for a JSON document (at most {MaximumLength}).");

    public static JsonNode? Parse(string name, ReadOnlySpan<byte> content)
    {
        try
        {
            CheckTexts(content);
            return JsonNode.Parse(content, documentOptions: Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new AimeeException($"{name}: broken JSON: {exception.Message}", exception);
        }
    }

    public static byte[] Write(JsonNode node)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, Compact);
        node.WriteTo(writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public string? Text(string field) => Value[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw Fault(field, "is no text"),
    };

    public string RequiredText(string field) => Text(field) ?? throw Fault(field, "is missing");

    public long RequiredNumber(string field) => Value[field] switch
    {
        null => throw Fault(field, "is missing"),
        JsonValue value when value.TryGetValue(out long number) && number >= 0 => number,
        _ => throw Fault(field, "is no whole number from 0 up"),
    };

    public bool Flag(string field) => Value[field] switch
    {
        null => false,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw Fault(field, "is neither true nor false"),
    };

    public ImageJson? Object(string field) => Value[field] switch
    {
        null => null,
        JsonObject value => new ImageJson($"{Name}: {field}", value),
        _ => throw Fault(field, "is no object"),
    };

    public ImmutableArray<ImageJson> Objects(string field) =>
        Value[field] is { } node ? Objects($"{Name}: {field}", node) : [];

    public ImmutableArray<string> Texts(string field) => Value[field] switch
    {
        null => [],
        JsonArray items when items.All(item => item is JsonValue value && value.TryGetValue(out string? _)) =>
            [.. items.Select(item => item!.GetValue<string>())],
        _ => throw Fault(field, "is no list of texts"),
    };

    public ImmutableSortedDictionary<string, string> Map(string field)
    {
        var map = Object(field);
        return map is null
            ? ImmutableSortedDictionary<string, string>.Empty
            : map.Value.ToImmutableSortedDictionary(pair => pair.Key, pair => map.Text(pair.Key) ?? "", StringComparer.Ordinal);
    }

    public Digest? Digest(string field) => Text(field) is { } text ? Oci.Digest.Parse(text) : null;

    /// <summary>Reads every text once: what is no Unicode would otherwise show only where it is used.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                _ = reader.GetString();
            }
        }
    }

    private static ImmutableArray<ImageJson> Objects(string name, JsonNode? node) =>
        node is JsonArray items && items.All(item => item is JsonObject)
            ? [.. items.Select((item, index) => new ImageJson($"{name}[{index}]", (JsonObject)item!))]
            : throw new AimeeException($"{name}: this is no list of JSON objects.");

    private AimeeException Fault(string field, string reason) => new($"{Name}: \"{field}\" {reason}.");
}
