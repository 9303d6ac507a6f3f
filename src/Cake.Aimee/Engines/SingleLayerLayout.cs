using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Aimee.Engines;

/// <summary>
/// An OCI image layout around one archive, which becomes the only layer byte for byte
/// (OCI image specification 1.1, image-layout.md).
/// </summary>
internal static class SingleLayerLayout
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";

    /// <summary>Writes the layout; the archive itself is only linked to.</summary>
    internal static async Task WriteAsync(
        string directory, string archive, ImageSettings settings, CancellationToken cancellationToken)
    {
        var blobs = Directory.CreateDirectory(Path.Combine(directory, "blobs", "sha256")).FullName;
        var layer = await DigestAsync(archive, cancellationToken).ConfigureAwait(false);
        File.CreateSymbolicLink(Path.Combine(blobs, layer), Path.GetFullPath(archive));

        var config = await WriteBlobAsync(blobs, ConfigType, Config(settings, layer), cancellationToken).ConfigureAwait(false);
        var manifest = await WriteBlobAsync(
            blobs,
            ManifestType,
            new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = ManifestType,
                ["config"] = config,
                ["layers"] = new JsonArray(Descriptor(LayerType, layer, new FileInfo(archive).Length)),
            },
            cancellationToken).ConfigureAwait(false);

        var index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(manifest) };
        await File.WriteAllTextAsync(Path.Combine(directory, "index.json"), index.ToJsonString(), cancellationToken)
            .ConfigureAwait(false);
        await File.WriteAllTextAsync(
            Path.Combine(directory, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""", cancellationToken).ConfigureAwait(false);
    }

    private static JsonObject Config(ImageSettings settings, string layer) => new()
    {
        ["created"] = settings.Labels.GetValueOrDefault("org.opencontainers.image.created"),
        ["architecture"] = settings.Architecture,
        ["os"] = "linux",
        ["config"] = new JsonObject
        {
            ["Cmd"] = JsonSerializer.SerializeToNode(settings.Command),
            ["Env"] = JsonSerializer.SerializeToNode(settings.Environment.Select(variable => $"{variable.Key}={variable.Value}")),
            ["Labels"] = JsonSerializer.SerializeToNode(settings.Labels),
        },
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray($"sha256:{layer}") },
        ["history"] = new JsonArray(new JsonObject
        {
            ["created_by"] = "cake.aimee: import of a userland",
        }),
    };

    private static async Task<JsonObject> WriteBlobAsync(
        string blobs, string mediaType, JsonObject content, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await File.WriteAllBytesAsync(Path.Combine(blobs, digest), bytes, cancellationToken).ConfigureAwait(false);
        return Descriptor(mediaType, digest, bytes.Length);
    }

    private static JsonObject Descriptor(string mediaType, string digest, long size) => new()
    {
        ["mediaType"] = mediaType,
        ["digest"] = $"sha256:{digest}",
        ["size"] = size,
    };

    private static async Task<string> DigestAsync(string archive, CancellationToken cancellationToken)
    {
        using var stream = File.OpenRead(archive);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
