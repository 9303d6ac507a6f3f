using System.Text;
using System.Text.Json.Nodes;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Tests.Oci;

/// <summary>Images that are not sound: an error that names the place, and nothing at the output's.</summary>
internal sealed class BadImageTests : SquashFixture
{
    private static readonly byte[][] Layers = [new TarBuilder().File("a", "1").ToArray(), new TarBuilder().File("b", "2").ToArray()];

    private static string LayerBlob => "blobs/sha256/" + ImageBuilder.Sha256(Layers[1]);

    private static IEnumerable<TestCaseData> Faults()
    {
        static TestCaseData Fault(string name, string message, Action<Dictionary<string, byte[]>> damage) =>
            new TestCaseData(damage, message).SetArgDisplayNames(name);

        yield return Fault("missing layer", $"\"{LayerBlob}\" is missing", files => files.Remove(LayerBlob));
        yield return Fault("changed layer", "has the digest", files => files[LayerBlob] = Change(files[LayerBlob], 600));
        yield return Fault("layer of another length", "descriptor says", files => files[LayerBlob] = files[LayerBlob][..512]);
        yield return Fault("changed config", "does not have the digest", files => Damage(files, "diff_ids"));
        yield return Fault("changed manifest", "does not have the digest", files => Damage(files, "\"layers\""));
        yield return Fault("no index", "this is no image", files => files.Remove("index.json"));
        yield return Fault("broken index", "broken JSON", files => files["index.json"] = "{"u8.ToArray());
        yield return Fault("index of another kind", "no list of JSON objects", files => files["index.json"] = """{"manifests":[1]}"""u8.ToArray());
        yield return Fault("a field twice", "broken JSON", files => files["index.json"] = """{"manifests":[],"manifests":[]}"""u8.ToArray());
        yield return Fault("index that is no Unicode", "broken JSON", files => files["index.json"] = [.. "{\"manifests\":\""u8, 0xc5, .. "\"}"u8]);
        yield return Fault("half a surrogate", "broken JSON", files => files["index.json"] = """{"manifests":"\ud800"}"""u8.ToArray());
        yield return Fault("empty index", "no image is in it", files => files["index.json"] = """{"manifests":[]}"""u8.ToArray());
        yield return Fault("digest that leads out", "no sha256 digest", files => Replace(files, "sha256:", "sha256:../../"));
        yield return Fault("unknown digest", "no digest that is understood", files => Replace(files, "sha256:", "md5:"));
        yield return Fault("negative size", "no whole number", files => Replace(files, "\"size\":", "\"size\":-"));
        yield return Fault("index that names itself", "no image is in it", NameItself);
    }

    private static byte[] Change(byte[] content, int at)
    {
        var changed = content.ToArray();
        changed[at] ^= 1;
        return changed;
    }

    private static void Damage(Dictionary<string, byte[]> files, string text)
    {
        var name = files.First(file => file.Key.StartsWith("blobs") && Encoding.Latin1.GetString(file.Value).Contains(text)).Key;
        files[name] = Change(files[name], files[name].Length - 3);
    }

    private static void Replace(Dictionary<string, byte[]> files, string old, string @new) =>
        files["index.json"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files["index.json"]).Replace(old, @new));

    private static void NameItself(Dictionary<string, byte[]> files)
    {
        // Two names for one nested index, which a reader without memory would read again and again.
        var nested = """{"manifests":[]}"""u8.ToArray();
        files["blobs/sha256/" + ImageBuilder.Sha256(nested)] = nested;
        var item = $$"""{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"sha256:{{ImageBuilder.Sha256(nested)}}","size":{{nested.Length}}}""";
        files["index.json"] = Encoding.UTF8.GetBytes($$"""{"manifests":[{{item}},{{item}}]}""");
    }

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_an_error_and_leaves_nothing(object damage, string message)
    {
        var files = new ImageBuilder(Layers).LayoutFiles();
        ((Action<Dictionary<string, byte[]>>)damage)(files);
        ImageBuilder.WriteDirectory(At("in"), files);
        AssertFails(message);
    }

    [Test]
    public void Other_diff_ids_than_the_layers_have_are_an_error([Values] bool isGzip)
    {
        var files = new ImageBuilder(Layers) { Store = isGzip ? ImageBuilder.Gzip : layer => layer }.DockerFiles();
        files[$"{1:x64}/layer.tar"] = files[$"{0:x64}/layer.tar"];
        ImageBuilder.WriteArchive(At("in"), files);
        AssertFails($"sha256:{ImageBuilder.Sha256(Layers[1])} is stated");
    }

    [Test]
    public void A_manifest_with_other_layers_than_the_config_is_an_error()
    {
        var files = new ImageBuilder(Layers).DockerFiles();
        files["manifest.json"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files["manifest.json"]).Replace($",\"{1:x64}/layer.tar\"", ""));
        ImageBuilder.WriteArchive(At("in"), files);
        AssertFails("has 1 layers, but the config names 2 diff IDs");
    }

    [Test]
    public void A_config_that_a_docker_archive_names_by_another_digest_is_an_error()
    {
        var files = new ImageBuilder(Layers).DockerFiles();
        var config = files.Keys.Single(name => name.EndsWith(".json") && name != "manifest.json");
        files[config] = [.. files[config], (byte)' '];
        ImageBuilder.WriteArchive(At("in"), files);
        AssertFails($"sha256:{config[..^5]} is stated");
    }

    [Test]
    public void A_path_out_of_the_image_is_an_error()
    {
        var files = new ImageBuilder(Layers).DockerFiles();
        files["manifest.json"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files["manifest.json"]).Replace($"{1:x64}/layer.tar", "../../etc/passwd"));
        ImageBuilder.WriteDirectory(At("in"), files);
        AssertFails("no path inside the image");
    }

    [Test]
    public void A_gzip_layer_that_is_damaged_is_named()
    {
        var files = new ImageBuilder(Layers)
        {
            Store = layer =>
            {
                var stored = ImageBuilder.Gzip(layer);
                stored.AsSpan(12, 8).Fill(0xff);
                return stored;
            },
        }.DockerFiles();
        ImageBuilder.WriteArchive(At("in"), files);
        AssertFails("can not be decompressed: gzip: the content is damaged.");
    }

    [Test]
    public void A_gzip_layer_that_is_cut_off_is_an_error_even_without_verification([Values(12, 30)] int length)
    {
        var files = new ImageBuilder(Layers) { Store = layer => ImageBuilder.Gzip(layer)[..^length] }.DockerFiles();
        ImageBuilder.WriteArchive(At("in"), files);
        AssertFails("layer.tar", verify: false);
    }

    [Test]
    public void A_layer_that_grows_out_of_all_proportion_is_an_error()
    {
        var options = new LayerContentOptions(Root, Verify: true, 1, MaximumExpansion: 2, new ProgressMeter(null)) { AlwaysAllowed = 10_000 };
        File.WriteAllBytes(At("bomb"), ImageBuilder.Gzip(new byte[50_000_000]));
        using var file = File.OpenHandle(At("bomb"));
        var layer = new Layer(Digest.Of([]), null, new FileRange(file, "bomb", 0, RandomAccess.GetLength(file)), Compression.Gzip);
        using var spool = new LayerSpool(layer, keep: true, isWanted: null, options, CancellationToken.None);
        Assert.That(spool.Run, Throws.TypeOf<AimeeException>().With.Message.Contain("looks like a bomb"));
    }

    [TestCase("missing", "there is no image")]
    [TestCase("in", "this is no image")]
    public void What_is_no_image_is_an_error(string input, string message)
    {
        Directory.CreateDirectory(At("in"));
        Assert.That(
            async () => await Squash.RunAsync(new SquashOptions(At(input), At("output"))),
            Throws.TypeOf<AimeeException>().With.Message.Contain(message));
    }

    [Test]
    public void Of_several_images_one_has_to_be_named()
    {
        var files = new ImageBuilder(Layers) { Reference = "one:1" }.DockerFiles();
        var manifest = JsonNode.Parse(files["manifest.json"])!.AsArray();
        var second = manifest[0]!.DeepClone();
        second["RepoTags"] = new JsonArray("two:2");
        manifest.Add(second);
        files["manifest.json"] = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        ImageBuilder.WriteArchive(At("in"), files);
        AssertFails("one:1 (linux/amd64), two:2 (linux/amd64)");
        Assert.That(async () => await Squash.RunAsync(new SquashOptions(At("in"), At("output")) { Reference = "two:2", Platform = Platform.Parse("linux/amd64") }), Throws.Nothing);
    }

    [Test]
    public void An_image_for_another_platform_is_an_error_that_lists_what_there_is()
    {
        ImageBuilder.WriteDirectory(At("in"), new ImageBuilder(Layers).LayoutFiles());
        Assert.That(
            async () => await Squash.RunAsync(new SquashOptions(At("in"), At("output")) { Platform = Platform.Parse("linux/riscv64") }),
            Throws.TypeOf<AimeeException>().With.Message.Contain("no image for linux/riscv64").And.Message.Contain("linux/amd64"));
    }

    [Test]
    public void Giving_up_leaves_nothing()
    {
        ImageBuilder.WriteDirectory(At("in"), new ImageBuilder(new TarBuilder().File("a", new string('x', 30_000_000)).ToArray()).LayoutFiles());
        using var cancellation = new CancellationTokenSource();
        var progress = new Immediate(cancellation.Cancel);
        Assert.That(
            async () => await Squash.RunAsync(new SquashOptions(At("in"), At("output")), progress, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFileSystemEntries(Root), Is.EqualTo([At("in")]));
    }

    private void AssertFails(string message, bool verify = true)
    {
        Assert.That(
            async () => await Squash.RunAsync(new SquashOptions(At("in"), At("output")) { Verify = verify }),
            Throws.TypeOf<AimeeException>().With.Message.Contain(message));
        Assert.That(Directory.GetFileSystemEntries(Root), Is.EqualTo([At("in")]), "nothing is left");
    }

    private sealed class Immediate(Action action) : IProgress<SquashProgress>
    {
        public void Report(SquashProgress value) => action();
    }
}
