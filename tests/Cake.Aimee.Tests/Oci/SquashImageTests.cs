using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Oci;
using Cake.Aimee.Tests.Archives;

namespace Cake.Aimee.Tests.Oci;

/// <summary>Images in and out: forms, config, history, ranges of layers.</summary>
internal sealed class SquashImageTests : SquashFixture
{
    private static readonly string[] Squashed = ["a: 2", "c: 3"];

    private static byte[][] Layers =>
    [
        new TarBuilder().File("a", "1").File("b", "1").ToArray(),
        new TarBuilder().File("a", "2").File(".wh.b").ToArray(),
        new TarBuilder().File("c", "3").ToArray(),
    ];

    public enum Form
    {
        LayoutDirectory,
        LayoutArchive,
        DockerArchive,
        GzipLayout,
        GzipDockerArchive,
        ZstdLayout,
    }

    private string Write(Form form)
    {
        Func<byte[], byte[]> store = form switch
        {
            Form.GzipLayout or Form.GzipDockerArchive => ImageBuilder.Gzip,
            Form.ZstdLayout => Zstd,
            _ => layer => layer,
        };
        var image = new ImageBuilder(Layers) { Store = store };
        var input = At("in");
        if (form is Form.LayoutDirectory or Form.GzipLayout or Form.ZstdLayout)
        {
            ImageBuilder.WriteDirectory(input, image.LayoutFiles());
        }
        else
        {
            ImageBuilder.WriteArchive(input, form == Form.LayoutArchive ? image.LayoutFiles() : image.DockerFiles());
        }

        return input;
    }

    private static byte[] Zstd(byte[] layer)
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, layer);
        Shell.Run("zstd -q --rm $1 -o $1.zst", file);
        var stored = File.ReadAllBytes(file + ".zst");
        File.Delete(file + ".zst");
        return stored;
    }

    private static List<string> Rest(string directory) => [.. Directory.GetFileSystemEntries(directory).Select(path => Path.GetFileName(path)!).Order()];

    [Test]
    public async Task Every_form_of_input_gives_the_same_layer([Values] Form form)
    {
        await Squash.RunAsync(new SquashOptions(Write(form), At("output")));
        Assert.That(List(OutputLayer()), Is.EqualTo(Squashed));
        Assert.That(Rest(Root), Is.EqualTo(["in", "output"]), "nothing else is left");
    }

    [Test]
    public async Task Every_form_of_output_holds_the_same_image([Values] ImageFormat format)
    {
        var first = await Squash.RunAsync(new SquashOptions(Write(Form.LayoutDirectory), At("first")) { Format = format, Name = "new:2" });
        await Squash.RunAsync(new SquashOptions(At("first"), At("output")) { Reference = "new:2", History = HistoryMode.None });
        Assert.That(List(OutputLayer()), Is.EqualTo(Squashed));
        Assert.That(first.Images.Single().DiffIds.Single().Hex, Is.EqualTo(ImageBuilder.Sha256(OutputLayer())));
        Assert.That(Rest(Root), Is.EqualTo(["first", "in", "output"]));
    }

    [Test]
    public async Task The_config_is_kept_and_layers_and_history_fit_each_other()
    {
        var result = await Squash.RunAsync(new SquashOptions(Write(Form.DockerArchive), At("output"))
        {
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("added", "too"),
            Annotations = ImmutableSortedDictionary<string, string>.Empty.Add("note", "é"),
        });
        var config = Config();
        Assert.That(config["config"]!.ToJsonString(), Is.EqualTo("""{"Env":["A=b"],"Labels":{"kept":"yes","added":"too"}}"""));
        Assert.That(config["created"]!.GetValue<string>(), Is.EqualTo("2020-01-02T03:04:05Z"));
        Assert.That(config["rootfs"]!["diff_ids"]!.ToJsonString(), Is.EqualTo($"[\"sha256:{ImageBuilder.Sha256(OutputLayer())}\"]"));
        Assert.That(
            config["history"]!.AsArray().Select(entry => (entry!["created_by"]!.GetValue<string>(), entry["empty_layer"] is not null)),
            Is.EqualTo([
                ("ENV 0", true), ("RUN 0", true), ("ENV 1", true), ("RUN 1", true), ("ENV 2", true), ("RUN 2", true),
                ("Cake.Aimee squash of 3 layers", false)]));
        Assert.That(Manifest()["annotations"]!["note"]!.GetValue<string>(), Is.EqualTo("é"));
        Assert.That(Index()["manifests"]![0]!["platform"]!.ToJsonString(), Is.EqualTo("""{"architecture":"amd64","os":"linux"}"""));
        Assert.That(Index()["manifests"]![0]!["annotations"]!.ToJsonString(), Does.Contain("test:1"));
        Assert.That(result.Images.Single(), Has.Property("InputLayers").EqualTo(3).And.Property("Entries").EqualTo(2));
    }

    [TestCase(HistoryMode.One, 1)]
    [TestCase(HistoryMode.None, 0)]
    public async Task History_can_be_left_out(HistoryMode mode, int entries)
    {
        await Squash.RunAsync(new SquashOptions(Write(Form.DockerArchive), At("output")) { History = mode });
        Assert.That(Config()["history"]?.AsArray().Count ?? 0, Is.EqualTo(entries));
        Assert.That(Config().ToJsonString(), Does.Not.Contain("RUN"));
    }

    [Test]
    public async Task The_same_input_gives_the_same_bytes()
    {
        var input = Write(Form.LayoutDirectory);
        var first = await Squash.RunAsync(new SquashOptions(input, At("output")) { Threads = 1 });
        var second = await Squash.RunAsync(new SquashOptions(input, At("output")) { Threads = 3 });
        Assert.That(second.Images[0].Manifest!.Digest, Is.EqualTo(first.Images[0].Manifest!.Digest));
    }

    [Test]
    public async Task Above_a_base_only_the_rest_is_squashed_and_what_it_hides_is_told()
    {
        ImageBuilder.WriteDirectory(At("base"), new ImageBuilder(Layers[..1]) { Reference = "base:1" }.LayoutFiles());
        await Squash.RunAsync(new SquashOptions(Write(Form.LayoutDirectory), At("output")) { Base = At("base") });
        Assert.That(OutputLayer(0), Is.EqualTo(Layers[0]));
        Assert.That(List(OutputLayer(1)), Is.EqualTo([".wh.b: ", "a: 2", "c: 3"]));
        Assert.That(Manifest()["annotations"]!["org.opencontainers.image.base.name"]!.GetValue<string>(), Is.EqualTo("base:1"));
        Assert.That(Config()["history"]!.AsArray().Count(entry => entry!["empty_layer"] is null), Is.EqualTo(2));
    }

    [Test]
    public async Task A_range_leaves_the_layers_below_and_above()
    {
        await Squash.RunAsync(new SquashOptions(Write(Form.GzipLayout), At("output")) { From = 0, To = 1 });
        Assert.That(List(OutputLayer(0)), Is.EqualTo(["a: 2"]));
        Assert.That(OutputLayer(1), Is.EqualTo(ImageBuilder.Gzip(Layers[2])));
        Assert.That(
            Manifest()["layers"]!.AsArray().Select(layer => layer!["mediaType"]!.GetValue<string>()),
            Is.EqualTo(["application/vnd.oci.image.layer.v1.tar", "application/vnd.oci.image.layer.v1.tar+gzip"]));
    }

    [TestCase(0, 3)]
    [TestCase(2, 1)]
    [TestCase(-1, 1)]
    public void A_range_that_is_not_there_is_an_error(int from, int to) => Assert.That(
        async () => await Squash.RunAsync(new SquashOptions(Write(Form.LayoutDirectory), At("output")) { From = from, To = to }),
        Throws.TypeOf<AimeeException>().With.Message.Contain("counted from 0 to 2"));

    [Test]
    public void Another_image_is_no_base()
    {
        ImageBuilder.WriteDirectory(At("base"), new ImageBuilder(Layers[1..]).LayoutFiles());
        Assert.That(
            async () => await Squash.RunAsync(new SquashOptions(Write(Form.LayoutDirectory), At("output")) { Base = At("base") }),
            Throws.TypeOf<AimeeException>().With.Message.Contain("does not stand on that base"));
    }

    [Test]
    public async Task A_dry_run_writes_nothing_and_tells_sizes()
    {
        var result = await Squash.RunAsync(new SquashOptions(Write(Form.GzipLayout), At("output")) { DryRun = true });
        Assert.That(Rest(Root), Is.EqualTo(["in"]));
        Assert.That(result.Images.Single(), Has.Property("OutputSize").EqualTo(4 * 512).And.Property("InputSize").EqualTo(Layers.Sum(layer => layer.Length)));
    }

    [Test]
    public async Task A_layer_is_split_between_files_and_every_part_has_the_directories_above()
    {
        var layer = new TarBuilder().Directory("./").Directory("d/", 0x3ff).File("d/a", new string('a', 1000))
            .File("d/b", new string('b', 1000)).File("d/c", new string('c', 1000)).Link("z", "d/a");
        await SquashAsync(options => options with { SplitSize = 4500 }, layer);
        string[] Names(int part) => [.. List(OutputLayer(part)).Select(line => line.Split(':')[0])];
        Assert.That(Names(0), Is.EqualTo(["./", "d/", "d/a", "z => d/a"]));
        Assert.That(Names(1), Is.EqualTo(["./", "d/", "d/b"]));
        Assert.That(Names(2), Is.EqualTo(["./", "d/", "d/c"]));
        Assert.That(Config()["rootfs"]!["diff_ids"]!.AsArray(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Of_an_index_one_platform_is_chosen_or_each_is_done([Values] bool all)
    {
        var files = new Dictionary<string, byte[]>();
        var items = new JsonArray();
        foreach (var architecture in new[] { "arm64", "amd64", "unknown" })
        {
            var image = new ImageBuilder(new TarBuilder().File(architecture).ToArray(), Layers[2]);
            image.Config["architecture"] = architecture;
            var parts = image.LayoutFiles();
            var item = JsonNode.Parse(parts["index.json"])!["manifests"]![0]!.DeepClone();
            item["platform"] = new JsonObject { ["os"] = architecture == "unknown" ? "unknown" : "linux", ["architecture"] = architecture };
            item.AsObject().Remove("annotations");
            items.Add(item);
            foreach (var (name, content) in parts)
            {
                files[name] = content;
            }
        }

        var nested = Encoding.UTF8.GetBytes(new JsonObject { ["manifests"] = items }.ToJsonString());
        var digest = ImageBuilder.Sha256(nested);
        files[$"blobs/sha256/{digest}"] = nested;
        files["index.json"] = Encoding.UTF8.GetBytes(
            $$"""{"manifests":[{"annotations":{"org.opencontainers.image.ref.name":"x:1"},"digest":"sha256:{{digest}}","size":{{nested.Length}},"mediaType":"application/vnd.oci.image.index.v1+json"}]}""");
        ImageBuilder.WriteDirectory(At("in"), files);

        var result = await Squash.RunAsync(new SquashOptions(At("in"), At("output"))
        {
            Reference = "x:1",
            AllPlatforms = all,
            Platform = all ? null : Platform.Parse("linux/arm64"),
        });
        Assert.That(List(OutputLayer()), Is.EqualTo(["arm64: ", "c: 3"]));
        Assert.That(result.Images.Select(image => image.Platform!.ToString()), Is.EqualTo(all ? ["linux/arm64", "linux/amd64"] : new[] { "linux/arm64" }));
        Assert.That(Index()["manifests"]!.AsArray(), Has.Count.EqualTo(all ? 2 : 1));
    }

    [Test]
    public async Task A_layer_that_an_archive_holds_by_a_link_is_found()
    {
        var files = new ImageBuilder(Layers[0]).DockerFiles();
        var layer = files.Keys.Single(name => name.EndsWith("layer.tar"));
        var archive = new TarBuilder();
        foreach (var (name, content) in files.Where(file => file.Key != layer))
        {
            archive.File(name, Encoding.Latin1.GetString(content));
        }

        archive.File("shared/layer.tar", Encoding.Latin1.GetString(files[layer])).Symlink(layer, "../shared/layer.tar");
        File.WriteAllBytes(At("in"), archive.ToArray());
        await Squash.RunAsync(new SquashOptions(At("in"), At("output")));
        Assert.That(List(OutputLayer()), Is.EqualTo(["a: 1", "b: 1"]));
    }

    [Test]
    public async Task Something_else_than_an_image_is_not_overwritten()
    {
        Directory.CreateDirectory(At("output"));
        await File.WriteAllTextAsync(At("output/precious"), "");
        Assert.That(
            async () => await Squash.RunAsync(new SquashOptions(Write(Form.LayoutDirectory), At("output"))),
            Throws.TypeOf<AimeeException>().With.Message.Contain("not overwritten"));
        Assert.That(Rest(At("output")), Is.EqualTo(["precious"]));
    }
}
