using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Diagnostics;

[TestFixture]
public sealed class NearestTests
{
    [TestCase("taget", "target")]
    [TestCase("TARGET", "target")]
    [TestCase("tragte", "target")]
    [TestCase("job", "jobs")]
    [TestCase("j", null)]
    [TestCase("completely", null)]
    [TestCase("", null)]
    public void The_nearest_name_is_the_one_with_fewest_edits(string name, string? expected) =>
        Assert.That(Nearest.To(name, ["jobs", "target", "project", "paths"]), Is.EqualTo(expected));

    [Test]
    public void Near_names_come_nearest_first() =>
        Assert.That(
            Nearest.Several("aarch64-linux-gnu", ["x86_64-linux-gnu", "aarch64-linux-musl", "aarch64-linux-gnux"], 2),
            Is.EqualTo(new[] { "aarch64-linux-gnux", "aarch64-linux-musl" }));
}
