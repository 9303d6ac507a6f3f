using System.Text;
using System.Text.Json.Nodes;
using Cake.Aimee.Archives;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Tests.Oci;

/// <summary>A directory for each test, and short words for squashing and looking at what came out.</summary>
internal abstract class SquashFixture
{
    protected string Root { get; private set; } = "";

    [SetUp]
    public void CreateRoot() => Root = Directory.CreateTempSubdirectory("squash-").FullName;

    [TearDown]
    public void RemoveRoot() => Directory.Delete(Root, recursive: true);

    protected string At(string name) => Path.Combine(Root, name);

    /// <summary>Squashes layers from a docker archive into a layout.</summary>
    protected Task<SquashResult> SquashAsync(params TarBuilder[] layers) => SquashAsync(options => options, layers);

    protected async Task<SquashResult> SquashAsync(Func<SquashOptions, SquashOptions> change, params TarBuilder[] layers)
    {
        var archives = layers.Select(layer => layer.ToArray()).ToArray();
        ImageBuilder.WriteArchive(At("input.tar"), new ImageBuilder(archives).DockerFiles());
        var result = await Squash.RunAsync(change(new SquashOptions(At("input.tar"), At("output"))));

        // The same layers compressed: contents that seem hidden are left out on the way, down to the smallest.
        ImageBuilder.WriteArchive(At("input.tar"), new ImageBuilder(archives) { Store = ImageBuilder.Gzip }.DockerFiles());
        var other = await Squash.RunAsync(change(new SquashOptions(At("input.tar"), At("from-gzip")) { SmallestLeftOut = 1 }));
        Assert.That(other.Images[0].DiffIds, Is.EqualTo(result.Images[0].DiffIds));
        return result;
    }

    /// <summary>What the squashed layer holds, one line an entry, in its order.</summary>
    protected async Task<string[]> ListAsync(params TarBuilder[] layers)
    {
        await SquashAsync(layers);
        return List(OutputLayer());
    }

    /// <summary>The stored bytes of a layer of the output.</summary>
    protected byte[] OutputLayer(int index = 0) => Blob(Manifest()["layers"]![index]!["digest"]!.GetValue<string>());

    protected JsonNode Manifest() => JsonNode.Parse(Blob(Index()["manifests"]![0]!["digest"]!.GetValue<string>()))!;

    protected JsonNode Config() => JsonNode.Parse(Blob(Manifest()["config"]!["digest"]!.GetValue<string>()))!;

    protected JsonNode Index() => JsonNode.Parse(File.ReadAllBytes(Path.Combine(At("output"), "index.json")))!;

    protected byte[] Blob(string digest) => File.ReadAllBytes(Path.Combine(At("output"), "blobs", digest.Replace(':', '/')));

    /// <summary>A layer's entries: <c>d/</c>, <c>f: content</c>, <c>s -> target</c>, <c>l => target</c>.</summary>
    protected static string[] List(byte[] layer)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, layer);
            using var file = File.OpenHandle(path);
            var range = new FileRange(file, "output", 0, layer.Length);
            var reader = new TarReader(range.OpenStream(), "output");
            var lines = new List<string>();
            while (reader.Read())
            {
                var name = Encoding.Latin1.GetString(reader.Path);
                var link = Encoding.Latin1.GetString(reader.LinkPath);
                var content = layer.AsSpan((int)reader.HeaderOffset + reader.HeaderLength, (int)reader.DataLength);
                lines.Add(reader.Type switch
                {
                    TarEntryType.File => $"{name}: {Encoding.Latin1.GetString(content)}",
                    TarEntryType.SymbolicLink => $"{name} -> {link}",
                    TarEntryType.HardLink => $"{name} => {link}",
                    TarEntryType.Directory => name,
                    var other => $"{name} ({other})",
                });
            }

            Assert.That(reader.HasTrailer);
            return [.. lines];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
