using Cake.Aimee.Archives;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Tests.Oci;

/// <summary>Of compressed layers, contents that upper layers hide are not kept; what is seen after all is brought back.</summary>
internal sealed class HiddenContentTests : SquashFixture
{
    private static TarBuilder Layer => new();

    private static string Content(char letter) => new(letter, 100_000);

    private static string Noise(int length) => string.Create(length, new Random(length), (letters, random) =>
    {
        foreach (ref var letter in letters)
        {
            letter = (char)random.Next(1, 256);
        }
    });

    [Test]
    public void What_a_higher_layer_hides_takes_no_room()
    {
        TarBuilder[] layers =
        [
            Layer.File("replaced", Content('a')).File("removed", Content('b')).Directory("d/").File("d/below", Content('c')).File("kept", Content('d')),
            Layer.File("replaced", Content('e')).File(".wh.removed").Directory("d/").File("d/.wh..wh..opq").File("d/new", Content('f')),
        ];
        using var contents = Open(layers);

        var lower = Contents(contents.Plain[0]);
        Assert.That(lower["kept"], Is.EqualTo('d'));
        Assert.That(new[] { lower["replaced"], lower["removed"], lower["d/below"] }, Is.All.EqualTo('\0'), "zeros stand there");
        Assert.That(Contents(contents.Plain[1]), Is.EquivalentTo(new Dictionary<string, char> { ["replaced"] = 'e', ["d/new"] = 'f' }));
    }

    [TestCase(9_000_000, "", Description = "the lower layer is still being read")]
    [TestCase(1_000_000, "zeros", Description = "the lower layer is ready long before")]
    public void What_was_kept_goes_when_a_higher_layer_hides_it_later(int noise, string filling)
    {
        // The lower one is begun first, because it is the longest as it is stored.
        using var contents = Open(
            [
                Layer.File("replaced", Content('a')).File("kept", Noise(noise)),
                Layer.File("filling", filling == "" ? Noise(noise / 2) : new string('\0', 40_000_000)).File("replaced", Content('b')),
            ],
            spoolDirectory: "/dev/shm",
            threads: 2);
        var content = new byte[100_000];
        contents.Plain[0].ReadExactly(512, content);
        Assert.That(content.Count(value => value == 0), Is.GreaterThan(content.Length - (2 * Environment.SystemPageSize)), "whole pages");
        Assert.That(Contents(contents.Plain[1])["replaced"], Is.EqualTo('b'));
    }

    [Test]
    public async Task What_was_given_up_and_is_seen_by_another_name_is_brought_back()
    {
        await SquashAsync(
            options => options with { Threads = 2 },
            Layer.File("a", Content('a')).Link("b", "a").File("kept", Noise(1_000_000)),
            Layer.File("filling", new string('\0', 40_000_000)).File("a", Content('n')));
        Assert.That(List(OutputLayer()), Does.Contain($"a: {Content('n')}").And.Contain($"b: {Content('a')}"));
    }

    [Test]
    public async Task What_another_name_shows_is_brought_back()
    {
        await SquashAsync(
            options => options,
            Layer.File("a", Content('a')).Link("b", "a").File("gone", Content('g')),
            Layer.File("a", Content('n')).File(".wh.gone"));
        Assert.That(List(OutputLayer()), Is.EqualTo(new[] { $"a: {Content('n')}", $"b: {Content('a')}" }));
    }

    [Test]
    public async Task What_a_path_through_a_link_hides_only_by_its_name_is_brought_back()
    {
        await SquashAsync(
            options => options,
            Layer.Directory("usr/").Directory("usr/lib/").Symlink("lib", "usr/lib"),
            Layer.File("lib/x", Content('x')),
            Layer.Symlink("lib", "usr/lib"));
        Assert.That(List(OutputLayer()), Does.Contain($"usr/lib/x: {Content('x')}"));
    }

    [Test]
    public async Task A_link_above_a_base_brings_its_content_along_when_the_base_has_no_name_for_it()
    {
        await SquashAsync(
            options => options with { From = 1 },
            Layer.File("a", Content('a')),
            Layer.Link("b", "a"),
            Layer.File(".wh.a"));
        Assert.That(List(OutputLayer(1)), Does.Contain($"b: {Content('a')}"));
    }

    [Test]
    public void Contents_are_not_kept_when_headers_are_all_that_is_wanted()
    {
        using var contents = Open([Layer.File("a", Content('a'))], withContents: false);
        Assert.That(Contents(contents.Plain[0])["a"], Is.EqualTo('\0'));
        Assert.That(TreeSize.Of(contents.BuildTree(new Warnings()), 0).Entries, Is.EqualTo(1));
    }

    [Test]
    public void What_was_copied_takes_no_room_any_more()
    {
        // Every Linux has this one, and it can always give back.
        const string Memory = "/dev/shm";
        Assert.That(SpoolDirectory.CanGiveBack(Memory));
        using var contents = Open([Layer.File("a", Content('a')).File("b", Content('b'))], spoolDirectory: Memory);
        contents.BuildTree(new Warnings()).Visit(node =>
        {
            if (node.Inode is { } inode && node.Name.SequenceEqual("a"u8))
            {
                contents.Release(inode);
            }
        });
        var content = new byte[100_000];
        contents.Plain[0].ReadExactly(512, content);
        Assert.That(content.Count(value => value == 0), Is.InRange(content.Length - (2 * Environment.SystemPageSize), content.Length), "whole pages");
        Assert.That(content.Where(value => value != 0), Is.All.EqualTo((byte)'a'));
        Assert.That(Contents(contents.Plain[0]), Does.ContainKey("a").And.ContainKey("b"), "headers stay");
        contents.Plain[0].ReadExactly(contents.Plain[0].Length - 1024 - 100_352, content);
        Assert.That(content, Is.All.EqualTo((byte)'b'));
    }

    [Test]
    public async Task What_a_layer_that_stands_twice_shows_by_two_names_is_copied_twice()
    {
        var twice = Layer.File("a", Content('a')).ToArray();
        var image = new ImageBuilder([twice, Layer.Link("b", "a").ToArray(), twice])
        {
            Store = ImageBuilder.Gzip,
            LayerMediaType = "application/vnd.oci.image.layer.v1.tar+gzip",
        };
        ImageBuilder.WriteDirectory(At("in"), image.LayoutFiles());
        await Squash.RunAsync(new SquashOptions(At("in"), At("output")));
        Assert.That(List(OutputLayer()), Is.EqualTo(new[] { $"a: {Content('a')}", $"b: {Content('a')}" }));
    }

    [TestCase(2, new[] { 10, 10, 10, 10 }, new[] { 3, 2, 1, 0 })]
    [TestCase(2, new[] { 30, 10, 10, 10 }, new[] { 0, 3, 2, 1 })]
    [TestCase(2, new[] { 20, 10, 10, 10 }, new[] { 3, 0, 2, 1 })]
    [TestCase(1, new[] { 90, 10, 10, 10 }, new[] { 3, 2, 1, 0 })]
    public void Layers_are_taken_from_the_top_but_none_is_left_that_lasts_longer_than_the_rest(int threads, int[] lengths, int[] order)
    {
        using var file = File.OpenHandle("/dev/null");
        var groups = lengths.Select((length, index) => new LayerGroup(new FileRange(file, "layer", 0, length), [], [index]));
        Assert.That(LayerGroup.InOrder(groups, threads).Select(group => group.Top), Is.EqualTo(order));
    }

    private LayerContents Open(TarBuilder[] layers, bool withContents = true, string? spoolDirectory = null, int threads = 1)
    {
        ImageBuilder.WriteArchive(At("in"), new ImageBuilder([.. layers.Select(layer => layer.ToArray())]) { Store = ImageBuilder.Gzip }.DockerFiles());
        var image = ImageSource.Open(At("in")).Load(null, null);
        var options = new LayerContentOptions(spoolDirectory ?? Root, Verify: true, threads, MaximumExpansion: 2000, new ProgressMeter(null)) { WithContents = withContents };
        return LayerContents.Open(image.Layers, image.Layers.Length, options, CancellationToken.None);
    }

    /// <summary>The first byte of each file.</summary>
    private static Dictionary<string, char> Contents(FileRange layer)
    {
        var contents = new Dictionary<string, char>();
        var reader = new TarReader(layer.OpenStream(), "layer");
        var first = new byte[1];
        while (reader.Read())
        {
            if (reader.DataLength > 0)
            {
                layer.ReadExactly(reader.HeaderOffset + reader.HeaderLength, first);
                contents[System.Text.Encoding.Latin1.GetString(reader.Path)] = (char)first[0];
            }
        }

        return contents;
    }
}
