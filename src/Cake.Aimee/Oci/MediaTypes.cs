using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>The media types of images (image spec, media-types.md; docker's image manifest version 2, schema 2).</summary>
internal static class MediaTypes
{
    public const string Index = "application/vnd.oci.image.index.v1+json";
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Config = "application/vnd.oci.image.config.v1+json";
    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    private const string LayerPrefix = "application/vnd.oci.image.layer.v1.tar";

    public static bool IsIndex(string mediaType) => mediaType is Index or DockerIndex;

    public static bool IsManifest(string mediaType) => mediaType is Manifest or DockerManifest;

    /// <summary>The media type of a layer that is compressed so.</summary>
    public static string Layer(Compression compression) => compression switch
    {
        Compression.Gzip => LayerPrefix + "+gzip",
        Compression.Zstd => LayerPrefix + "+zstd",
        _ => LayerPrefix,
    };
}
