using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Cake.Aimee.Oci;

/// <summary>Writes what names the images of an output: the index of a layout, and docker's <c>manifest.json</c>.</summary>
internal static class ImageIndex
{
    public static void Write(ImageSink sink, ImageFormat format, ImmutableArray<NamedImage> images)
    {
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.Index,
            ["manifests"] = new JsonArray([.. images.Select(image => (JsonNode)ImageManifest.Describe(Named(image)))]),
        };
        sink.AddFile(OciLayout.IndexFile, ImageJson.Write(index));
        sink.AddFile(OciLayout.MarkerFile, """{"imageLayoutVersion":"1.0.0"}"""u8);
        if (format == ImageFormat.DockerArchive)
        {
            sink.AddFile(DockerArchive.ManifestFile, ImageJson.Write(new JsonArray([.. images.Select(image => (JsonNode)DockerEntry(image))])));
        }
    }

    private static Descriptor Named(NamedImage image)
    {
        var manifest = image.Image.Manifest!;
        return image.Name is null
            ? manifest
            : manifest with { Annotations = manifest.Annotations.SetItem(OciLayout.ReferenceName, image.Name) };
    }

    private static JsonObject DockerEntry(NamedImage image)
    {
        static JsonArray List(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode)item)]);

        return new JsonObject
        {
            ["Config"] = OciLayout.BlobPath(image.Image.ConfigDigest!),
            ["RepoTags"] = image.Name is null ? null : List([image.Name]),
            ["Layers"] = List(image.Image.Layers.Select(layer => OciLayout.BlobPath(layer.Digest))),
        };
    }
}
