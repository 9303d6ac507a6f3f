using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>What a name stands for in a registry: an image's manifest, or an index of images for several platforms.</summary>
/// <param name="Descriptor">Its type, digest and size.</param>
/// <param name="Images">The images of an index; empty for a manifest.</param>
internal sealed record RegistryManifest(Descriptor Descriptor, ImmutableArray<Descriptor> Images)
{
    /// <summary>Whether it is an index.</summary>
    public bool IsIndex => MediaTypes.IsIndex(Descriptor.MediaType);

    /// <summary>Its digest.</summary>
    public Digest Digest => Descriptor.Digest;

    /// <summary>Reads one.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="content">Its bytes as the registry gives them: the digest is theirs.</param>
    /// <exception cref="AimeeException">It is neither.</exception>
    public static RegistryManifest Read(string name, ReadOnlySpan<byte> content)
    {
        var json = new ImageJson(name, ImageJson.Parse(name, content) as JsonObject ?? throw new AimeeException($"{name}: this is no JSON object."));
        var type = json.Text("mediaType") ?? (json.Value["manifests"] is null ? MediaTypes.Manifest : MediaTypes.Index);
        return MediaTypes.IsIndex(type) || MediaTypes.IsManifest(type)
            ? new(
                new Descriptor(type, Digest.Of(content), content.Length),
                MediaTypes.IsIndex(type) ? [.. json.Objects("manifests").Select(OciLayout.ReadDescriptor)] : [])
            : throw new AimeeException($"{name}: this is no image but {type}.");
    }

    /// <summary>An index of images, by platform: the same images give the same bytes.</summary>
    /// <param name="images">The images, each with its platform.</param>
    public static byte[] WriteIndex(IEnumerable<Descriptor> images) => ImageJson.Write(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = MediaTypes.Index,
        ["manifests"] = new JsonArray([.. images
            .OrderBy(image => image.Platform?.ToString(), StringComparer.Ordinal)
            .Select(image => (JsonNode)ImageManifest.Describe(image))]),
    });
}
