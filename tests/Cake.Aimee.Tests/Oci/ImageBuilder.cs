using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Aimee.Tests.Oci;

/// <summary>Makes images of given layers, in every form that is read, without the code under test.</summary>
internal sealed class ImageBuilder(params byte[][] layers)
{
    /// <summary>The config before layers and history are put in.</summary>
    public JsonObject Config { get; init; } = new()
    {
        ["created"] = "2020-01-02T03:04:05Z",
        ["architecture"] = "amd64",
        ["os"] = "linux",
        ["config"] = new JsonObject { ["Env"] = new JsonArray("A=b"), ["Labels"] = new JsonObject { ["kept"] = "yes" } },
    };

    public string Reference { get; init; } = "test:1";

    /// <summary>How a layer is stored.</summary>
    public Func<byte[], byte[]> Store { get; init; } = layer => layer;

    public string LayerMediaType { get; init; } = "application/vnd.oci.image.layer.v1.tar";

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] Gzip(byte[] content)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }

    /// <summary>The config as it is stored, with a history in which an empty entry stands before each layer's.</summary>
    public byte[] ConfigBytes()
    {
        var config = (JsonObject)Config.DeepClone();
        config["rootfs"] = new JsonObject
        {
            ["type"] = "layers",
            ["diff_ids"] = new JsonArray([.. layers.Select(layer => (JsonNode)("sha256:" + Sha256(layer)))]),
        };
        config["history"] = new JsonArray([.. layers.SelectMany((_, index) => new JsonNode[]
        {
            new JsonObject { ["created_by"] = $"ENV {index}", ["empty_layer"] = true },
            new JsonObject { ["created_by"] = $"RUN {index}" },
        })]);
        return Encoding.UTF8.GetBytes(config.ToJsonString());
    }

    /// <summary>The files of an OCI layout, by their paths.</summary>
    public Dictionary<string, byte[]> LayoutFiles()
    {
        var files = new Dictionary<string, byte[]>();
        JsonObject Blob(string mediaType, byte[] content)
        {
            files["blobs/sha256/" + Sha256(content)] = content;
            return new JsonObject { ["mediaType"] = mediaType, ["digest"] = "sha256:" + Sha256(content), ["size"] = content.Length };
        }

        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
            ["config"] = Blob("application/vnd.oci.image.config.v1+json", ConfigBytes()),
            ["layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)Blob(LayerMediaType, Store(layer)))]),
        };
        var descriptor = Blob("application/vnd.oci.image.manifest.v1+json", Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        descriptor["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = Reference };
        files["index.json"] = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(descriptor) });
        files["oci-layout"] = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();
        return files;
    }

    /// <summary>The files of an archive as docker before version 25 saved it.</summary>
    public Dictionary<string, byte[]> DockerFiles()
    {
        var config = ConfigBytes();
        var files = new Dictionary<string, byte[]> { [Sha256(config) + ".json"] = config };
        var paths = layers.Select((_, index) => $"{index:x64}/layer.tar").ToArray();
        foreach (var (layer, path) in layers.Zip(paths))
        {
            files[path] = Store(layer);
        }

        files["manifest.json"] = JsonSerializer.SerializeToUtf8Bytes(new JsonArray(new JsonObject
        {
            [nameof(Config)] = Sha256(config) + ".json",
            ["RepoTags"] = new JsonArray(Reference),
            ["Layers"] = new JsonArray([.. paths.Select(path => (JsonNode)path)]),
        }));
        return files;
    }

    public static void WriteDirectory(string path, Dictionary<string, byte[]> files)
    {
        foreach (var (name, content) in files)
        {
            var file = Path.Combine(path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }

    public static void WriteArchive(string path, Dictionary<string, byte[]> files)
    {
        using var writer = new TarWriter(File.Create(path), TarEntryFormat.Ustar);
        foreach (var (name, content) in files)
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name.Length > 99 ? throw new ArgumentException(name) : name)
            {
                DataStream = new MemoryStream(content),
            });
        }
    }
}
