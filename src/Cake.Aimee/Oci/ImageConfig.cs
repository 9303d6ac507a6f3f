using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>
/// The config of an image (image spec, config.md): how to run it, its platform, its history, the digests of its
/// layers. What is not understood is kept as it is.
/// </summary>
public sealed class ImageConfig
{
    private const string LabelsField = "Labels";

    private readonly JsonObject _json;

    private ImageConfig(string name, byte[] content, JsonObject json)
    {
        var reader = new ImageJson(name, json);
        _json = json;
        Content = [.. content];
        Digest = Digest.Of(content);
        DiffIds = [.. (reader.Object("rootfs")?.Texts("diff_ids") ?? []).Select(Digest.Parse)];
        History = [.. reader.Objects("history").Select(entry => new HistoryEntry(
            entry.Flag("empty_layer"), (JsonObject)entry.Value.DeepClone()))];
        Labels = reader.Object("config")?.Map(LabelsField) ?? ImmutableSortedDictionary<string, string>.Empty;
        Created = reader.Text("created");
        Platform = reader.Text("os") is { Length: > 0 } system && reader.Text("architecture") is { Length: > 0 } architecture
            ? new Platform(system, architecture, reader.Text("variant"))
            : null;
    }

    /// <summary>The config's JSON, byte for byte.</summary>
    public ImmutableArray<byte> Content { get; }

    /// <summary>Digest of the JSON: the image's ID.</summary>
    public Digest Digest { get; }

    /// <summary>Digests of the layers' tar archives, the lowest layer first.</summary>
    public ImmutableArray<Digest> DiffIds { get; }

    /// <summary>The labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; }

    /// <summary>When the image was made, as RFC 3339 has it; null when the config does not say.</summary>
    public string? Created { get; }

    /// <summary>What the image runs on; null when the config does not say.</summary>
    public Platform? Platform { get; }

    /// <summary>How the layers were made, the lowest first.</summary>
    internal ImmutableArray<HistoryEntry> History { get; }

    /// <summary>Reads a config.</summary>
    /// <param name="file">The JSON document.</param>
    /// <exception cref="AimeeException">It is none, or a field has a wrong form.</exception>
    public static ImageConfig Read(FileRange file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var content = ImageJson.ReadBytes(file);
        return Read(file.Name, content);
    }

    /// <summary>The config with other layers and what else changes with them.</summary>
    /// <param name="change">The changes.</param>
    internal ImageConfig With(ConfigChange change)
    {
        var json = (JsonObject)_json.DeepClone();
        json["rootfs"] = new JsonObject
        {
            ["type"] = "layers",
            ["diff_ids"] = new JsonArray([.. change.DiffIds.Select(diffId => (JsonNode)diffId.ToString())]),
        };
        json.Remove("history");
        if (change.History.Length > 0)
        {
            json["history"] = new JsonArray([.. change.History.Select(entry => (JsonNode)entry.Json.DeepClone())]);
        }

        if (change.Created is not null)
        {
            json["created"] = change.Created;
        }

        if (change.Labels.Count > 0)
        {
            var run = json["config"] as JsonObject ?? [];
            var labels = run[LabelsField] as JsonObject ?? [];
            foreach (var (key, value) in change.Labels)
            {
                labels[key] = value;
            }

            run[LabelsField] = labels;
            json["config"] = run;
        }

        return Read("the new config", ImageJson.Write(json));
    }

    /// <summary>Reads a config.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="content">The JSON.</param>
    /// <exception cref="AimeeException">It is none, or a field has a wrong form.</exception>
    internal static ImageConfig Read(string name, byte[] content) =>
        new(name, content, ImageJson.Parse(name, content) as JsonObject ?? throw new AimeeException($"{name}: this is no JSON object."));
}
