using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Reads OCI image layouts (image spec, image-layout.md), with OCI or docker media types inside.</summary>
internal static class OciLayout
{
    public const string IndexFile = "index.json";
    public const string MarkerFile = "oci-layout";

    /// <summary>The annotation that names an image in a layout.</summary>
    public const string ReferenceName = "org.opencontainers.image.ref.name";

    private const string ContainerdName = "io.containerd.image.name";
    private const int MaximumManifests = 10_000;

    public static string BlobPath(Digest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    /// <summary>The images that the layout's index names, those of nested indexes among them.</summary>
    public static ImmutableArray<FoundImage> FindImages(ImageFiles files)
    {
        var found = new List<FoundImage>();
        Collect(files, ImageJson.Read(files.Get(IndexFile)), [], [], found);
        return [.. found];
    }

    private static void Collect(
        ImageFiles files, ImageJson index, ImmutableArray<string> names, HashSet<Digest> seen, List<FoundImage> found)
    {
        foreach (var item in index.Objects("manifests"))
        {
            var descriptor = ReadDescriptor(item);
            var itemNames = names.AddRange(NamesOf(descriptor));
            if (MediaTypes.IsIndex(descriptor.MediaType))
            {
                // An index that was read under one name is not read again under another: none leads back to itself.
                if (seen.Add(descriptor.Digest))
                {
                    Collect(files, ReadVerified(files, descriptor), itemNames, seen, found);
                }
            }
            else if (MediaTypes.IsManifest(descriptor.MediaType) && descriptor.Platform?.OperatingSystem != "unknown")
            {
                found.Add(new FoundImage(
                    itemNames, descriptor.Digest, descriptor.Platform ?? PlatformOf(files, descriptor), () => Load(files, descriptor, itemNames)));
            }

            if (found.Count > MaximumManifests)
            {
                throw new AimeeException($"{files.Name}: more than {MaximumManifests} images in one layout.");
            }
        }
    }

    private static IEnumerable<string> NamesOf(Descriptor descriptor) =>
        new[] { ReferenceName, ContainerdName }
            .Select(key => descriptor.Annotations.GetValueOrDefault(key))
            .OfType<string>()
            .Where(name => name.Length > 0);

    private static Image Load(ImageFiles files, Descriptor descriptor, ImmutableArray<string> names)
    {
        var manifest = ReadVerified(files, descriptor);
        var name = names.IsEmpty ? $"{files.Name} ({descriptor.Digest})" : $"{files.Name} ({names[0]})";
        var config = ImageConfig.Read(ReadVerifiedBlob(files, ReadDescriptor(RequiredObject(manifest, "config"))));
        var layers = manifest.Objects("layers").Select(ReadDescriptor).ToList();
        LayerList.Check(name, layers.Count, config);
        return new Image(name, config, [.. layers.Select((layer, index) => ReadLayer(files, layer, config.DiffIds[index]))])
        {
            ManifestDigest = descriptor.Digest,
            Reference = names.FirstOrDefault(),
            Annotations = manifest.Map("annotations"),
        };
    }

    private static Layer ReadLayer(ImageFiles files, Descriptor descriptor, Digest diffId)
    {
        var content = GetBlob(files, descriptor);
        return new Layer(diffId, descriptor.Digest, content, Decompression.Detect(content));
    }

    private static Platform? PlatformOf(ImageFiles files, Descriptor descriptor)
    {
        var manifest = ReadVerified(files, descriptor);
        return ImageConfig.Read(ReadVerifiedBlob(files, ReadDescriptor(RequiredObject(manifest, "config")))).Platform;
    }

    private static ImageJson ReadVerified(ImageFiles files, Descriptor descriptor) => ImageJson.Read(ReadVerifiedBlob(files, descriptor));

    private static FileRange ReadVerifiedBlob(ImageFiles files, Descriptor descriptor)
    {
        var blob = GetBlob(files, descriptor);
        return descriptor.Digest.Matches(ImageJson.ReadBytes(blob))
            ? blob
            : throw new AimeeException($"{blob.Name}: its content does not have the digest {descriptor.Digest}: the image is damaged.");
    }

    private static FileRange GetBlob(ImageFiles files, Descriptor descriptor)
    {
        var blob = files.Get(BlobPath(descriptor.Digest));
        return blob.Length == descriptor.Size
            ? blob
            : throw new AimeeException($"{blob.Name}: it has {blob.Length} bytes, but its descriptor says {descriptor.Size}: the image is damaged.");
    }

    public static Descriptor ReadDescriptor(ImageJson json) =>
        new(json.Text("mediaType") ?? MediaTypes.Manifest, Digest.Parse(json.RequiredText("digest")), json.RequiredNumber("size"))
        {
            Annotations = json.Map("annotations"),
            Platform = json.Object("platform") is { } platform
                ? new Platform(platform.Text("os") ?? "", platform.Text("architecture") ?? "", platform.Text("variant"))
                : null,
        };

    private static ImageJson RequiredObject(ImageJson json, string field) =>
        json.Object(field) ?? throw new AimeeException($"{json.Name}: \"{field}\" is missing.");
}
