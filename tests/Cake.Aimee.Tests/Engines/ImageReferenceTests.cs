using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Tests.Engines;

internal sealed class ImageReferenceTests
{
    [TestCase("base", null, "base", "latest")]
    [TestCase("build/base", null, "build/base", "latest")]
    [TestCase("build/base:main", null, "build/base", "main")]
    [TestCase("build/cross-aarch64-unknown-linux-gnu:v1.2_3", null, "build/cross-aarch64-unknown-linux-gnu", "v1.2_3")]
    [TestCase("a__b/c.d/e---f", null, "a__b/c.d/e---f", "latest")]
    [TestCase("registry.example/build/base", "registry.example", "registry.example/build/base", "latest")]
    [TestCase("registry.example:5000/build/base:main", "registry.example:5000", "registry.example:5000/build/base", "main")]
    [TestCase("registry:5000/base", "registry:5000", "registry:5000/base", "latest")]
    [TestCase("localhost/build/base", "localhost", "localhost/build/base", "latest")]
    [TestCase("Registry.Example/base", "Registry.Example", "Registry.Example/base", "latest")]
    public void A_name_has_its_parts(string text, string? registry, string repository, string tag)
    {
        var reference = ImageReference.Parse(text);
        Assert.That((reference.Registry, reference.Repository, reference.Tag), Is.EqualTo((registry, repository, tag)));
        Assert.That(ImageReference.Parse(reference.ToString()), Is.EqualTo(reference));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("Base")]
    [TestCase("build/Base")]
    [TestCase("BUILD/base")]
    [TestCase("build//base")]
    [TestCase("/base")]
    [TestCase("base/")]
    [TestCase("base:")]
    [TestCase("base:-tag")]
    [TestCase("base:a b")]
    [TestCase("base\n")]
    [TestCase("-base")]
    [TestCase("base_")]
    [TestCase("base@sha256:0123")]
    [TestCase("registry.example:port/base")]
    [TestCase("../base")]
    [TestCase("bäse")]
    [TestCase("base:täg")]
    public void What_is_no_name_is_refused(string text) => Assert.That(
        () => ImageReference.Parse(text),
        Throws.InstanceOf<AimeeException>().With.Message.StartsWith($"'{text}' is not the name of an image."));

    [Test]
    public void A_tag_has_at_most_128_characters()
    {
        Assert.That(ImageReference.Parse($"base:{new string('t', 128)}").Tag, Has.Length.EqualTo(128));
        Assert.That(() => ImageReference.Parse($"base:{new string('t', 129)}"), Throws.InstanceOf<AimeeException>());
    }
}
