using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Aimee.Benchmarks.Squash;

/// <summary>
/// Makes the image that the squash is measured with: 12 layers, about 3.4 GB, a flat root of about 1.8 GB in 17,000
/// entries; large layers that only change modes, deletions, hard links. The same bytes on every machine.
/// </summary>
internal static class BenchmarkImage
{
    private const int Layers = 12;
    private const int FilesPerLayer = 1500;

    /// <summary>Writes the layers, and a docker archive of them.</summary>
    public static void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        var random = new Random(1);
        var text = MakeText(random);
        for (var layer = 0; layer < Layers; layer++)
        {
            using var archive = new TarWriter(File.Create(LayerPath(directory, layer)), TarEntryFormat.Pax);
            WriteLayer(archive, layer, random, text);
        }

        WriteArchive(directory);
    }

    public static string ArchivePath(string directory) => Path.Combine(directory, "image.tar");

    public static IEnumerable<string> LayerPaths(string directory) => Enumerable.Range(0, Layers).Select(layer => LayerPath(directory, layer));

    private static string LayerPath(string directory, int layer) => Path.Combine(directory, $"layer{layer:d2}.tar");

    private static void WriteLayer(TarWriter archive, int layer, Random random, byte[] text)
    {
        Add(archive, TarEntryType.Directory, $"data{layer:d2}/");
        for (var file = 0; file < FilesPerLayer; file++)
        {
            if (file % 50 == 0)
            {
                Add(archive, TarEntryType.Directory, $"data{layer:d2}/dir{file / 50:d2}/");
            }

            // Most files are small; a few are most of the bytes.
            var size = file % 100 == 0 ? random.Next(4_000_000, 12_000_000) : random.Next(100, 30_000);
            var entry = Add(archive, TarEntryType.RegularFile, FilePath(layer, file), text.AsMemory(random.Next(text.Length - size), size));
            if (file % 40 == 1)
            {
                Add(archive, TarEntryType.HardLink, FilePath(layer, file) + ".link", link: entry);
            }
        }

        if (layer == 0)
        {
            return;
        }

        for (var file = 0; file < FilesPerLayer; file += 17)
        {
            Add(archive, TarEntryType.RegularFile, $"data{layer - 1:d2}/dir{file / 50:d2}/.wh.f{file:d4}");
        }

        if (layer is 4 or 8 or 11)
        {
            CopyUp(archive, layer, random, text);
        }
    }

    // What a chmod -R does to an image: everything once more.
    private static void CopyUp(TarWriter archive, int layer, Random random, byte[] text)
    {
        for (var lower = Math.Max(0, layer - 4); lower < layer; lower++)
        {
            for (var file = 0; file < FilesPerLayer; file += 100)
            {
                var size = random.Next(8_000_000, 12_000_000);
                Add(archive, TarEntryType.RegularFile, FilePath(lower, file), text.AsMemory(random.Next(text.Length - size), size));
            }
        }
    }

    private static string FilePath(int layer, int file) => $"data{layer:d2}/dir{file / 50:d2}/f{file:d4}";

    private static string Add(TarWriter archive, TarEntryType type, string path, ReadOnlyMemory<byte> content = default, string? link = null)
    {
        var entry = new PaxTarEntry(type, path) { ModificationTime = DateTimeOffset.UnixEpoch.AddSeconds(1_500_000_000.5) };
        if (link is not null)
        {
            entry.LinkName = link;
        }

        if (type == TarEntryType.RegularFile)
        {
            entry.DataStream = new MemoryStream(content.ToArray());
        }

        archive.WriteEntry(entry);
        return path;
    }

    // As compressible as programs are: words, with noise between them.
    public static byte[] MakeText(Random random)
    {
        var words = Enumerable.Range(0, 4096).Select(_ => { var word = new byte[random.Next(4, 24)]; random.NextBytes(word); return word; }).ToArray();
        var text = new MemoryStream();
        var noise = new byte[6];
        while (text.Length < 64 * 1024 * 1024)
        {
            text.Write(words[(int)(random.NextDouble() * random.NextDouble() * words.Length)]);
            if (random.Next(3) == 0)
            {
                random.NextBytes(noise);
                text.Write(noise);
            }
        }

        return text.ToArray();
    }

    private static void WriteArchive(string directory)
    {
        var config = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. LayerPaths(directory).Select(path => (JsonNode)("sha256:" + Hash(path)))]),
            },
        });
        using var archive = new TarWriter(File.Create(ArchivePath(directory)), TarEntryFormat.Ustar);
        foreach (var path in LayerPaths(directory))
        {
            archive.WriteEntry(path, Path.GetFileName(path));
        }

        var manifest = JsonSerializer.SerializeToUtf8Bytes(new JsonArray(new JsonObject
        {
            ["Config"] = "config.json",
            ["RepoTags"] = new JsonArray("bench:latest"),
            ["Layers"] = new JsonArray([.. LayerPaths(directory).Select(path => (JsonNode)Path.GetFileName(path))]),
        }));
        archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "config.json") { DataStream = new MemoryStream(config) });
        archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream(manifest) });
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
