using System.Text.Json.Nodes;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Tests.Oci;

/// <summary>What layers add, hide and waste.</summary>
internal sealed class DiffTests : SquashFixture
{
    private async Task<ImageUsage> UsageAsync()
    {
        var image = new ImageBuilder(
            new TarBuilder().Directory("d/").File("d/a", new string('a', 1500)).File("d/b", new string('b', 300)).Link("c", "d/a").ToArray(),
            new TarBuilder().File("d/a", new string('x', 200)).File("d/.wh.b").ToArray(),
            new TarBuilder().File(".wh.c").ToArray());
        ImageBuilder.WriteArchive(At("in.tar"), image.DockerFiles());
        return await Diff.RunAsync(At("in.tar"));
    }

    [Test]
    public async Task A_file_is_wasted_once_its_last_name_is_hidden()
    {
        var layers = (await UsageAsync()).Layers;
        Assert.That(layers.Select(layer => layer.WastedBytes), Is.EqualTo([1800, 0, 0]));
        Assert.That(layers.Select(layer => layer.HiddenBytes), Is.EqualTo([0, 300, 1500]));
        Assert.That(layers.Select(layer => layer.Bytes), Is.EqualTo([1800, 200, 0]));
        Assert.That(layers.Select(layer => layer.Entries), Is.EqualTo([4, 1, 0]));
        Assert.That(layers.Select(layer => layer.Markers), Is.EqualTo([0, 1, 1]));
    }

    [Test]
    public async Task The_table_has_a_line_for_each_layer() => Assert.That((await UsageAsync()).ToTable().TrimEnd().Split(Environment.NewLine), Is.EqualTo([
        "layer     stored   entries       adds      hides     wasted  created by",
        "    0     5.1 kB         4     1.8 kB        0 B     1.8 kB  RUN 0",
        "    1     2.6 kB         1      200 B      300 B        0 B  RUN 1",
        "    2     1.5 kB         0        0 B     1.5 kB        0 B  RUN 2",
        "1.8 kB of 2 kB are wasted: 10.0 % are seen."]));

    [Test]
    public async Task The_json_says_the_same()
    {
        var json = JsonNode.Parse((await UsageAsync()).ToJson())!;
        Assert.That(json["wastedBytes"]!.GetValue<long>(), Is.EqualTo(1800));
        Assert.That(json["layers"]![1]!["hiddenBytes"]!.GetValue<long>(), Is.EqualTo(300));
        Assert.That(json["layers"]![0]!["createdBy"]!.GetValue<string>(), Is.EqualTo("RUN 0"));
    }

    [Test]
    public async Task Flattening_gives_the_same_archive_as_squashing()
    {
        await UsageAsync();
        await Squash.RunAsync(new SquashOptions(At("in.tar"), At("output")));
        var warnings = await Flatten.RunAsync(new FlattenOptions(At("in.tar"), At("flat.tar")));
        Assert.That(File.ReadAllBytes(At("flat.tar")), Is.EqualTo(OutputLayer()));
        Assert.That(warnings, Is.Empty);
    }
}
