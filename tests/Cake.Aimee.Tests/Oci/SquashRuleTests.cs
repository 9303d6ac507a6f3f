using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Oci;

/// <summary>What replaces what, and which paths are one.</summary>
internal sealed class SquashRuleTests : SquashFixture
{
    private static TarBuilder Layer => new();

    [Test]
    public async Task A_directory_over_a_directory_keeps_the_content_and_takes_the_new_mode()
    {
        await SquashAsync(Layer.Directory("d/", 0x1c0).File("d/a", "1"), Layer.Directory("d/", 0x1ff));
        Assert.That(List(OutputLayer()), Is.EqualTo(["d/", "d/a: 1"]));
        Assert.That(OutputLayer().AsSpan(100, 7).ToArray(), Is.EqualTo("0000777"u8.ToArray()));
    }

    [Test]
    public async Task A_file_over_a_directory_takes_its_content_away() => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a"), Layer.File("d", "file")),
        Is.EqualTo(["d: file"]));

    [Test]
    public async Task A_directory_that_comes_back_is_empty() => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a"), Layer.File("d", "file"), Layer.Directory("d/")),
        Is.EqualTo(["d/"]));

    [Test]
    public async Task A_symbolic_link_over_a_directory_takes_its_content_away() => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a").Directory("e/").File("e/b"), Layer.Symlink("d", "e")),
        Is.EqualTo(["d -> e", "e/", "e/b: "]));

    [Test]
    public async Task A_directory_over_a_symbolic_link_does_not_touch_what_it_pointed_to() => Assert.That(
        await ListAsync(Layer.Directory("e/").File("e/b").Symlink("d", "e"), Layer.Directory("d/").File("d/c")),
        Is.EqualTo(["d/", "d/c: ", "e/", "e/b: "]));

    [TestCase("./a")]
    [TestCase("/a")]
    [TestCase(".//a")]
    [TestCase("././a")]
    public async Task Spellings_of_a_path_are_one_path(string spelling) => Assert.That(
        await ListAsync(Layer.File("a", "old").File("b"), Layer.File(spelling, "new")),
        Is.EqualTo(["a: new", "b: "]));

    [TestCase("d")]
    [TestCase("./d")]
    [TestCase("/d/")]
    [TestCase("d//")]
    public async Task Spellings_of_a_directory_are_one_directory(string spelling) => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a"), Layer.Directory(spelling).File("./d//b")),
        Is.EqualTo(["d/", "d/a: ", "d/b: "]));

    [Test]
    public async Task A_path_given_twice_in_one_layer_ends_as_the_last_with_a_warning()
    {
        var result = await SquashAsync(Layer.File("a", "first").Directory("b/").File("b/c").File("./a", "last").File("b", "file"));
        Assert.That(List(OutputLayer()), Is.EqualTo(["a: last", "b: file"]));
        Assert.That(result.Warnings, Has.Length.EqualTo(2).And.All.Contains("twice"));
        Assert.That(result.Warnings[0], Does.Contain("\"./a\"").And.Contains("layer.tar"));
    }

    [Test]
    public async Task A_path_through_a_symbolic_link_of_a_lower_layer_ends_where_it_points() => Assert.That(
        await ListAsync(Layer.Directory("usr/").Directory("usr/lib/").Symlink("lib", "usr/lib"), Layer.File("lib/a", "1").Link("b", "lib/a")),
        Is.EqualTo(["b: 1", "lib -> usr/lib", "usr/", "usr/lib/", "usr/lib/a => b"]));

    [TestCase("../../../d")]
    [TestCase("/../d")]
    [TestCase("./x/../d")]
    public async Task Symbolic_links_never_lead_out_of_the_root(string target) => Assert.That(
        await ListAsync(Layer.Directory("d/").Directory("x/").Symlink("s", target), Layer.File("s/a", "1")),
        Is.EqualTo(["d/", "d/a: 1", $"s -> {target}", "x/"]));

    [Test]
    public void Symbolic_links_that_lead_in_a_circle_are_an_error() => Assert.That(
        async () => await ListAsync(Layer.Symlink("a", "b").Symlink("b", "a"), Layer.File("a/c")),
        Throws.TypeOf<AimeeException>().With.Message.Contain("leads in a circle").And.Message.Contain("\"a/c\""));

    [Test]
    public async Task A_missing_parent_is_no_entry_of_the_output() => Assert.That(
        await ListAsync(Layer.File("a/b/c", "1")),
        Is.EqualTo(["a/b/c: 1"]));

    [Test]
    public async Task A_lower_file_gives_way_to_a_directory_without_an_entry_and_a_warning_tells()
    {
        var result = await SquashAsync(Layer.File("a", "old"), Layer.File("a/b", "1"));
        Assert.That(List(OutputLayer()), Is.EqualTo(["a/b: 1"]));
        Assert.That(result.Warnings, Has.Exactly(1).Contain("becomes a directory"));
    }

    [TestCase("../a")]
    [TestCase("d/../a")]
    [TestCase("/..")]
    public void Dots_that_lead_up_are_an_error(string path) => Assert.That(
        async () => await ListAsync(Layer.Directory("d/"), Layer.File(path)),
        Throws.TypeOf<AimeeException>().With.Message.Contain("\"..\" has no place").And.Message.Contain($"\"{path}\"").And.Message.Contain("layer.tar"));

    [Test]
    public void Only_a_directory_can_be_the_root() => Assert.That(
        async () => await ListAsync(Layer.File("/", "x")),
        Throws.TypeOf<AimeeException>().With.Message.Contain("can only be a directory"));

    [Test]
    public void A_file_in_the_way_in_the_same_layer_is_an_error() => Assert.That(
        async () => await ListAsync(Layer.File("a").File("a/b")),
        Throws.TypeOf<AimeeException>().With.Message.Contain("no directory in this same layer"));
}
