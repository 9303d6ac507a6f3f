using System.Collections.Immutable;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>Reads what <c>docker save</c> writes: <c>manifest.json</c>, the configs, and a tar archive for each layer.</summary>
internal static class DockerArchive
{
    public const string ManifestFile = "manifest.json";

    /// <summary>The images of the archive.</summary>
    public static ImmutableArray<FoundImage> FindImages(ImageFiles files) =>
        [.. ImageJson.ReadArray(files.Get(ManifestFile)).Select(item => Find(files, item))];

    private static FoundImage Find(ImageFiles files, ImageJson item)
    {
        var path = item.RequiredText("Config");
        var config = ImageConfig.Read(files.Get(path));
        CheckDigest(files, path, config);
        var names = item.Texts("RepoTags");
        return new FoundImage(names, config.Digest, config.Platform, () => Load(files, item, config, names));
    }

    // docker names a config by its digest: abcd….json, or blobs/sha256/abcd….
    private static void CheckDigest(ImageFiles files, string path, ImageConfig config)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (name.Length == config.Digest.Hex.Length && name.All(char.IsAsciiHexDigitLower) && name != config.Digest.Hex)
        {
            throw LayerDigests.Mismatch($"{files.Name}: {path}", new Digest(config.Digest.Algorithm, name), config.Digest);
        }
    }

    private static Image Load(ImageFiles files, ImageJson item, ImageConfig config, ImmutableArray<string> names)
    {
        var name = names.IsEmpty ? $"{files.Name} ({config.Digest})" : $"{files.Name} ({names[0]})";
        var layers = item.Texts("Layers");
        LayerList.Check(name, layers.Length, config);
        return new Image(name, config, [.. layers.Select((path, index) => ReadLayer(files, path, config.DiffIds[index]))])
        {
            Reference = names.FirstOrDefault(),
        };
    }

    private static Layer ReadLayer(ImageFiles files, string path, Digest diffId)
    {
        var content = files.Get(path);
        var compression = Decompression.Detect(content);
        return new Layer(diffId, compression == Compression.None ? diffId : null, content, compression);
    }
}
