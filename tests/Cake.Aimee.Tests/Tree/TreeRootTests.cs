using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Tree;

[TestFixture]
public sealed class TreeRootTests
{
    [Test]
    public void The_nearest_parent_with_a_builder_directory_is_the_top()
    {
        using var tree = new TemporaryDirectory();
        tree.Write(".builder/config", "");
        tree.Write("inner/.builder/config", "");
        tree.Write("inner/packages/core/zlib/Buildrules", "");

        Assert.Multiple(() =>
        {
            Assert.That(TreeRoot.Find(tree.Path).Directory, Is.EqualTo(tree.Path));
            Assert.That(TreeRoot.Find(tree.Path + "/").Directory, Is.EqualTo(tree.Path));
            Assert.That(
                TreeRoot.Find(Path.Combine(tree.Path, "inner/packages/core/zlib")).Directory,
                Is.EqualTo(Path.Combine(tree.Path, "inner")));
        });
    }

    [Test]
    public void A_directory_outside_every_tree_is_an_error_that_says_the_way_out()
    {
        using var directory = new TemporaryDirectory();
        Assert.That(
            () => TreeRoot.Find(directory.Path),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo(
                $"error AIM0050: There is no build tree at or above {directory.Path}: none of these directories holds '.builder/'."
                + " Change into a tree, name one with --working, or make one: dotnet new aimee-tree -n <name>"));
    }
}
