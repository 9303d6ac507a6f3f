using Cake.Aimee.Build;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>The packages' version, from what git says.</summary>
[TestFixture]
internal sealed class PackageVersionTests
{
    [TestCase("v1.2.3-0-gabc1234", "1.2.3")]
    [TestCase("v1.2.3-4-gabc1234", "1.2.4-alpha.4")]
    [TestCase("v2.0.0-rc.1-0-gabc1234", "2.0.0-rc.1")]
    [TestCase("v2.0.0-rc.1-7-gabc1234", "2.0.0-rc.1.7")]
    [TestCase(null, "0.1.0-alpha.200")]
    public void It_follows_from_the_nearest_tag(string? description, string version) =>
        Assert.That(PackageVersion.Of(description, 200), Is.EqualTo(version));

    [Test]
    public void A_tag_that_is_no_version_is_refused() =>
        Assert.That(() => PackageVersion.Of("v1-3-gabc1234", 200), Throws.TypeOf<FormatException>().With.Message.Contain("v1.2.3"));
}
