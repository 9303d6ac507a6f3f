using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Cake.Aimee.Oci;

/// <summary>Writes image manifests (image spec, manifest.md).</summary>
internal static class ImageManifest
{
    public static byte[] Write(
        Descriptor config, ImmutableArray<WrittenLayer> layers, ImmutableSortedDictionary<string, string> annotations)
    {
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.Manifest,
            ["config"] = Describe(config),
            ["layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)Describe(layer.Blob))]),
        };
        AddAnnotations(manifest, annotations);
        return ImageJson.Write(manifest);
    }

    public static JsonObject Describe(Descriptor descriptor)
    {
        var json = new JsonObject
        {
            ["mediaType"] = descriptor.MediaType,
            ["digest"] = descriptor.Digest.ToString(),
            ["size"] = descriptor.Size,
        };
        if (descriptor.Platform is { } platform)
        {
            json["platform"] = new JsonObject { ["architecture"] = platform.Architecture, ["os"] = platform.OperatingSystem };
            if (platform.Variant is not null)
            {
                json["platform"]!["variant"] = platform.Variant;
            }
        }

        AddAnnotations(json, descriptor.Annotations);
        return json;
    }

    private static void AddAnnotations(JsonObject json, ImmutableSortedDictionary<string, string> annotations)
    {
        if (annotations.Count > 0)
        {
            json["annotations"] = new JsonObject(annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }
    }
}
