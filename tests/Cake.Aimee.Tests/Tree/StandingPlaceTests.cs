using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Tree;

[TestFixture]
public sealed class StandingPlaceTests
{
    [TestCase("/top/packages/core/zlib", "core/zlib")]
    [TestCase("/top/packages/core/zlib/files/deep", "core/zlib")]
    [TestCase("/top/packages/core", "core/all")]
    [TestCase("/top/packages/", "all")]
    [TestCase("/top", null)]
    [TestCase("/top/packages-of-others/x", null)]
    [TestCase("/", null)]
    public void Where_the_user_stands_says_what_is_meant(string directory, string? expected) => Assert.That(
        StandingPlace.Find(new Config { Paths = new TreePaths().Under("/top") }, directory), Is.EqualTo(expected));
}
