using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Oci;

/// <summary>Hard links: several names of one inode.</summary>
internal sealed class HardLinkTests : SquashFixture
{
    private static TarBuilder Layer => new();

    private static TarBuilder Three => Layer.File("b", "old").Link("a", "b").Link("c", "./b");

    [Test]
    public async Task The_first_name_in_order_has_the_content_and_the_others_link_to_it() => Assert.That(
        await ListAsync(Three), Is.EqualTo(["a: old", "b => a", "c => a"]));

    [TestCase("a", "b: old", "c => b")]
    [TestCase("b", "a: old", "c => a")]
    [TestCase("c", "a: old", "b => a")]
    public async Task Hiding_one_name_leaves_the_others_linked(string hidden, params string[] expected) => Assert.That(
        await ListAsync(Three, Layer.File($".wh.{hidden}")), Is.EqualTo(expected));

    [Test]
    public async Task Replacing_one_name_leaves_the_others_linked_with_the_old_content() => Assert.That(
        await ListAsync(Three, Layer.File("b", "new")), Is.EqualTo(["a: old", "b: new", "c => a"]));

    [Test]
    public async Task Copying_up_the_whole_group_makes_a_new_group() => Assert.That(
        await ListAsync(Three, Layer.File("b", "new").Link("c", "b")), Is.EqualTo(["a: old", "b: new", "c => b"]));

    [Test]
    public async Task A_link_to_a_lower_file_keeps_the_content_when_the_file_goes() => Assert.That(
        await ListAsync(Layer.File("a", "1"), Layer.Link("b", "a"), Layer.File(".wh.a")), Is.EqualTo(["b: 1"]));

    [Test]
    public async Task A_link_follows_its_target_wherever_it_stands_in_order() => Assert.That(
        await ListAsync(Layer.Directory("z/").File("z/f", "1").Directory("a/").Link("a/l", "/z/f")),
        Is.EqualTo(["a/", "a/l: 1", "z/", "z/f => a/l"]));

    [Test]
    public async Task Symbolic_links_devices_and_pipes_have_several_names_too() => Assert.That(
        await ListAsync(Layer.Symlink("s", "x").Link("t", "s").Entry("p", '6').Link("q", "p")),
        Is.EqualTo(["p (Fifo)", "q => p", "s -> x", "t => s"]));

    [Test]
    public async Task A_link_to_itself_changes_nothing_and_a_warning_tells()
    {
        var result = await SquashAsync(Layer.File("a", "1").Link("./a", "a"));
        Assert.That(List(OutputLayer()), Is.EqualTo(["a: 1"]));
        Assert.That(result.Warnings, Has.Exactly(1).Contain("link to itself"));
    }

    [Test]
    public async Task A_size_that_a_link_states_is_none() => Assert.That(
        await ListAsync(Layer.File("a", "1").Entry("b", '1', link: "a", size: "00000001000\0").File("c", "2")),
        Is.EqualTo(["a: 1", "b => a", "c: 2"]));

    [TestCase("missing")]
    [TestCase("d/missing")]
    [TestCase("../a")]
    [TestCase("d")]
    public void A_link_that_would_dangle_is_an_error(string target) => Assert.That(
        async () => await ListAsync(Layer.Directory("d/").File("a"), Layer.Link("b", target)),
        Throws.TypeOf<AimeeException>().With.Message.Contain("entry \"b\"").And.Message.Contain(target));

    [Test]
    public void A_link_to_a_file_that_its_own_path_turns_into_a_directory_is_no_crash() => Assert.That(
        async () => await ListAsync(Layer.File("a", "1"), Layer.Link("a/b", "a")), Throws.Nothing);
}
