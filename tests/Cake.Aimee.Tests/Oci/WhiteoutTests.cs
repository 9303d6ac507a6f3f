using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Oci;

/// <summary>Markers (image spec, layer.md, "Whiteouts").</summary>
internal sealed class WhiteoutTests : SquashFixture
{
    private static TarBuilder Layer => new();

    [Test]
    public async Task A_marker_hides_a_file_of_a_lower_layer() => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a", "1").File("d/b", "2"), Layer.File("d/.wh.a")),
        Is.EqualTo(["d/", "d/b: 2"]));

    [Test]
    public async Task A_marker_hides_a_directory_and_all_below_it() => Assert.That(
        await ListAsync(Layer.Directory("d/").Directory("d/e/").File("d/e/f", "1").File("g"), Layer.File(".wh.d")),
        Is.EqualTo(["g: "]));

    [Test]
    public async Task A_marker_leaves_its_own_layer_alone([Values] bool markerFirst)
    {
        var lower = Layer.Directory("d/").File("d/a", "old").File("d/b", "old");
        var upper = markerFirst
            ? Layer.File("d/.wh.a").File("d/a", "new")
            : Layer.File("d/a", "new").File("d/.wh.a");
        Assert.That(await ListAsync(lower, upper), Is.EqualTo(["d/", "d/a: new", "d/b: old"]));
    }

    [Test]
    public async Task A_marker_for_a_directory_leaves_what_its_own_layer_has_below_it([Values] bool markerFirst)
    {
        var lower = Layer.Directory("d/", 0x1c0).File("d/a", "old").Directory("d/e/").File("d/e/b", "old");
        var upper = markerFirst
            ? Layer.File(".wh.d").Directory("d/").File("d/c", "new")
            : Layer.Directory("d/").File("d/c", "new").File(".wh.d");
        Assert.That(await ListAsync(lower, upper), Is.EqualTo(["d/", "d/c: new"]));
    }

    [Test]
    public async Task What_a_marker_hid_may_come_back_higher_up() => Assert.That(
        await ListAsync(Layer.File("a", "1"), Layer.File(".wh.a"), Layer.File("a", "3")),
        Is.EqualTo(["a: 3"]));

    [Test]
    public async Task An_opaque_directory_hides_all_lower_content_but_not_itself([Values] bool markerFirst)
    {
        var lower = Layer.Directory("d/").File("d/a", "old").Directory("d/e/").File("d/e/f", "old").File("g", "kept");
        var upper = markerFirst
            ? Layer.Directory("d/").File("d/.wh..wh..opq").File("d/b", "new")
            : Layer.Directory("d/").File("d/b", "new").File("d/.wh..wh..opq");
        Assert.That(await ListAsync(lower, upper), Is.EqualTo(["d/", "d/b: new", "g: kept"]));
    }

    [Test]
    public async Task An_opaque_marker_without_an_entry_for_the_directory_leaves_the_directory() => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a"), Layer.File("d/.wh..wh..opq")),
        Is.EqualTo(["d/"]));

    [Test]
    public async Task The_root_can_be_opaque() => Assert.That(
        await ListAsync(Layer.Directory("./").File("a").Directory("d/").File("d/b"), Layer.File("c", "new").File(".wh..wh..opq")),
        Is.EqualTo(["./", "c: new"]));

    [Test]
    public async Task An_opaque_marker_hides_through_directories_of_its_own_layer() => Assert.That(
        await ListAsync(
            Layer.Directory("d/").Directory("d/e/").File("d/e/old").File("d/old"),
            Layer.Directory("d/").Directory("d/e/").File("d/e/new").File("d/.wh..wh..opq")),
        Is.EqualTo(["d/", "d/e/", "d/e/new: "]));

    [Test]
    public async Task A_name_that_only_begins_like_the_opaque_marker_is_an_ordinary_marker() => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a", "1"), Layer.File("d/.wh..wh..opqX")),
        Is.EqualTo(["d/", "d/a: 1"]));

    [Test]
    public async Task Markers_of_the_lowest_layer_vanish() => Assert.That(
        await ListAsync(Layer.File(".wh.x").Directory("d/").File("d/.wh..wh..opq").File("d/a").File(".wh.d")),
        Is.EqualTo(["d/", "d/a: "]));

    [Test]
    public async Task A_marker_counts_by_its_name_whatever_it_is() => Assert.That(
        await ListAsync(Layer.File("a").File("b").File("c"), Layer.Directory(".wh.a/").Symlink(".wh.b", "x")),
        Is.EqualTo(["c: "]));

    [Test]
    public async Task A_marker_reaches_through_a_symbolic_link() => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a").File("d/b").Symlink("s", "/d"), Layer.File("s/.wh.a")),
        Is.EqualTo(["d/", "d/b: ", "s -> /d"]));

    [Test]
    public async Task A_marker_for_a_symbolic_link_leaves_what_it_points_to() => Assert.That(
        await ListAsync(Layer.Directory("d/").File("d/a").Symlink("s", "d"), Layer.File(".wh.s")),
        Is.EqualTo(["d/", "d/a: "]));

    [TestCase(".wh.")]
    [TestCase("d/.wh.")]
    [TestCase(".wh..")]
    [TestCase(".wh...")]
    public void A_marker_that_names_nothing_is_an_error(string marker) => Assert.That(
        async () => await ListAsync(Layer.Directory("d/").File("d/a"), Layer.File(marker)),
        Throws.TypeOf<AimeeException>().With.Message.Contain("has to name what it hides"));

    [Test]
    public void An_entry_below_a_marker_is_an_error() => Assert.That(
        async () => await ListAsync(Layer.Directory(".wh.d/").File(".wh.d/a")),
        Throws.TypeOf<AimeeException>().With.Message.Contain("below the marker \".wh.d\""));
}
