using Cake.Aimee.Diagnostics;
using Cake.Aimee.Images;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Images;

internal sealed class ImagePlannerTests
{
    private const string Aarch64 = "aarch64-unknown-linux-gnu";

    [TestCase(Aarch64)]
    [TestCase("armv7a-unknown-linux-gnueabihf")]
    [TestCase("i686-unknown-linux-gnu")]
    [TestCase("x86_64-unknown-linux-gnu")]
    public async Task The_whole_plan_is_known_beforehand(string target) => Verified.Matches(await Plans.TextAsync(target), $"Debian.{target}");

    [Test]
    public async Task What_the_config_asks_for_is_in_the_plan() => Verified.Matches(
        await Plans.TextAsync(
            Aarch64,
            """
            images:
              name-prefix: registry.example:5000/team/
              packages: {base: [jq, tree], cross: [gdb-multiarch], build: [bmap-tools]}
              stage3: {mirror: "https://mirror.example/debian", variant: buildd}
              squash: {compression: gzip, level: 9}
              debian: {suite: trixie, components: [main, contrib]}
            """),
        "Debian.configured");

    [TestCase(ImageKind.Stage3, "debian/stage3")]
    [TestCase(ImageKind.Base, "build/base")]
    [TestCase(ImageKind.Cross, "build/cross-aarch64-unknown-linux-gnu")]
    [TestCase(ImageKind.Build, "build/build-aarch64-unknown-linux-gnu")]
    public async Task The_names_are_those_of_the_chain(ImageKind kind, string name) => Assert.That((await Plans.OfAsync(kind, Aarch64)).Name, Is.EqualTo(name));

    [TestCase("", "", 0, "the same config")]
    [TestCase("", "images: {stage3: {mirror: 'https://mirror.example/debian'}}", 4, "the mirror")]
    [TestCase("", "images: {debian: {suite: trixie}}", 4, "the suite")]
    [TestCase("", "images: {packages: {base: [jq]}}", 3, "a package of the base image")]
    [TestCase("", "images: {packages: {cross: [jq]}}", 2, "a package of the cross image")]
    [TestCase("", "images: {packages: {build: [jq]}}", 1, "a package of the build image")]
    [TestCase("", "images: {squash: {level: 19}}", 1, "the level of compression")]
    [TestCase("", "images: {squash: {compression: gzip}}", 1, "the compression")]
    [TestCase("", "images: {name-prefix: team}", 0, "the names, which make no other image")]
    [TestCase("", "images: {engine: docker, registry: registry.example}", 0, "where images are held")]
    [TestCase("", "paths: {sources: elsewhere, tmp: elsewhere, artifacts: elsewhere}", 0, "paths: keys are the same on every machine")]
    [TestCase("images: {packages: {base: [jq, tree]}}", "images: {packages: {base: [tree, jq]}}", 3, "the order of packages")]
    public async Task A_change_reaches_its_image_and_those_after_it(string before, string after, int last, string what)
    {
        var changed = (await Plans.KeysAsync(before)).Zip(await Plans.KeysAsync(after)).Select(pair => pair.First != pair.Second);
        Assert.That(changed, Is.EqualTo(Enumerable.Range(0, 4).Select(index => index >= 4 - last)), what);
    }

    [TestCase("riscv64-unknown-linux-gnu")]
    [TestCase("aarch64-unknown-linux-musl")]
    [TestCase("loongarch64-unknown-linux-gnu")]
    public void A_target_without_toolchain_is_refused_with_those_that_have_one(string target) => Assert.That(
        () => Plans.OfAsync(ImageKind.Cross, target),
        Throws.InstanceOf<AimeeException>().With.Message.EqualTo(
            $"Debian has no cross toolchain with C, C++ and Rust for {target}. It has them for amd64, arm64, armel, armhf, i386, "
            + "mips64el, ppc64el, s390x with glibc. Choose one of these targets, or another system (--config=gentoo)."));

    [TestCase("riscv64-unknown-linux-gnu")]
    public async Task Its_base_image_can_be_made_all_the_same(string target) => Assert.That((await Plans.OfAsync(ImageKind.Base, target)).Recipe.Steps, Is.Not.Empty);

    [Test]
    public async Task What_is_kept_of_a_step_depends_on_all_that_led_there()
    {
        var (plain, more) = (await Plans.OfAsync(ImageKind.Cross, Aarch64), await Plans.OfAsync(ImageKind.Cross, Aarch64, "images: {packages: {cross: [jq]}}"));
        var other = await Plans.OfAsync(ImageKind.Cross, Aarch64, "images: {packages: {base: [jq]}}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plain.StepReference(1).ToString(), Does.Match($"^build/cross-{Aarch64}:step-1-[0-9a-f]{{32}}$"));
            Assert.That(more.StepReference(2), Is.EqualTo(plain.StepReference(2)), "a later step does not matter");
            Assert.That(more.StepReference(3), Is.Not.EqualTo(plain.StepReference(3)), "the step itself does");
            Assert.That(other.StepReference(1), Is.Not.EqualTo(plain.StepReference(1)), "the base image does");
        }
    }

    [Test]
    public void An_unknown_system_is_refused_with_those_that_there_are() => Assert.That(
        () => ImageSystems.Default.Get("debain"),
        Throws.InstanceOf<AimeeException>().With.Message.Contains("There is no system 'debain'").And.Message.Contains("debian"));
}
