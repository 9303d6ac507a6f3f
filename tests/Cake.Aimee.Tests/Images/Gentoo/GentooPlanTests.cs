using Cake.Aimee.Diagnostics;
using Cake.Aimee.Images;
using Cake.Aimee.Images.Gentoo;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Images.Gentoo;

internal sealed class GentooPlanTests
{
    private static readonly GentooSystem System = new();

    [TestCase("aarch64-unknown-linux-gnu")]
    [TestCase("aarch64-unknown-linux-musl")]
    [TestCase("x86_64-unknown-linux-gnu")]
    [TestCase("riscv64-unknown-linux-gnu")]
    public async Task Every_command_and_file_is_known_beforehand(string target) =>
        Verified.Matches(await Plans.TextAsync(target, "images: {system: gentoo}", System), $"Gentoo.{target}");

    [Test]
    public async Task What_the_config_asks_for_is_in_the_plan() => Verified.Matches(
        await Plans.TextAsync(
            "aarch64-unknown-linux-gnu",
            """
            images:
              system: gentoo
              packages: {base: [app-misc/jq], cross: [dev-debug/gdb], build: [app-arch/rauc]}
              stage3: {mirror: "https://mirror.example/gentoo/", variant: amd64-systemd, stamp: 20260503T164604Z}
              gentoo:
                profile: default/linux/amd64/23.0/systemd
                target-profile: default/linux/arm64/23.0/systemd
                use: [-X, bash-completion]
                keywords: [amd64]
                make-conf: {MAKEOPTS: "-j4", ACCEPT_LICENSE: "*", EMERGE_DEFAULT_OPTS: "--jobs=2"}
                package.use: [sys-boot/grub efiemu]
                package.accept_keywords: [dev-embedded/u-boot-tools ~amd64]
                env: {dev-lang/rust: ['MAKEOPTS="-j2"']}
                binhost: none
                snapshot: "20260503"
                overlays: {ours: "https://git.example/ours.git"}
                target-system: true
                versions: {gcc: 14.3.0, binutils: "2.45", libc: 2.41-r5, headers: "6.12", rust: 1.94.1}
            """,
            System),
        "Gentoo.configured");

    [TestCase("armv7a-unknown-linux-musleabihf", "armv7-unknown-linux-musleabihf")]
    [TestCase("armv6-unknown-linux-gnueabihf", "arm-unknown-linux-gnueabihf")]
    [TestCase("riscv64-unknown-linux-musl", "riscv64gc-unknown-linux-musl")]
    public async Task Rust_std_is_told_what_Rust_calls_the_target(string target, string rust) => Assert.That(
        await Plans.TextAsync(target, "images: {system: gentoo}", System), Does.Contain($"    ERUST_STD_RTARGET=\"{rust}\"\n"));

    [Test]
    public void A_target_without_profile_is_refused_at_once() => Assert.That(
        () => Plans.OfAsync(ImageKind.Cross, "s390x-unknown-linux-musl", "images: {system: gentoo}", System),
        Throws.InstanceOf<AimeeException>().With.Message.EqualTo(
            "Gentoo has no 23.0 profile for s390x-unknown-linux-musl. Name one in the config: 'images: {gentoo: {target-profile: …}}'."));

    [Test]
    public void A_stage3_for_another_architecture_is_refused_before_anything_is_fetched() => Assert.That(
        () => Plans.OfAsync(ImageKind.Stage3, "aarch64-unknown-linux-gnu", "images: {stage3: {variant: arm64-openrc}}", System),
        Throws.InstanceOf<AimeeException>().With.Message.Contains("'arm64-openrc' is for another architecture").And.Message.Contains("amd64-openrc"));

    [TestCase("images: {gentoo: {profile: 'a; rm -rf /'}}")]
    [TestCase("images: {gentoo: {versions: {gcc: '$(id)'}}}")]
    [TestCase("images: {stage3: {stamp: yesterday}}")]
    public void What_is_no_word_of_a_command_is_refused(string config) => Assert.That(
        () => Plans.OfAsync(ImageKind.Base, "aarch64-unknown-linux-gnu", config, System), Throws.InstanceOf<AimeeException>());
}
