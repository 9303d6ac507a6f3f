using Cake.Aimee.Images;
using Cake.Aimee.Images.Debian;
using Cake.Aimee.Images.Gentoo;

namespace Cake.Aimee.Tests.Images;

internal sealed class FailureAdviceTests
{
    private static readonly DebianSystem Debian = new();
    private static readonly GentooSystem Gentoo = new();

    [TestCase("tar: ./usr/bin/x: Cannot write: No space left on device", "The disk is full.")]
    [TestCase("E: You don't have enough free space in /var/cache/apt/archives/.", "The disk is full.")]
    [TestCase("Err:1 http://mirror bookworm InRelease\n  Temporary failure resolving 'mirror'", "The mirror can not be reached.")]
    [TestCase("  Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)", "The mirror can not be reached.")]
    public void What_every_tool_says_becomes_what_to_do(string said, string advice) => Assert.That(FailureAdvice.For(said, []), Does.Contain(advice));

    [TestCase("E: Unable to locate package no-such", "images.packages")]
    [TestCase("E: Package 'x' has no installation candidate", "images.packages")]
    [TestCase("E: Failed to fetch http://mirror/x.deb  404  Not Found [IP: ::1 80]", "images.stage3.mirror")]
    [TestCase("E: The repository 'http://mirror/debian bookworm Release' does not have a Release file.", "images.debian.suite")]
    [TestCase("The following signatures couldn't be verified: NO_PUBKEY 0E98404D386FA1D9", "debian-archive-keyring")]
    public void What_debians_tools_say_becomes_what_to_do(string said, string advice) =>
        Assert.That(FailureAdvice.For(said, Debian.KnownFailures), Does.Contain(advice));

    [TestCase("emerge: there are no ebuilds to satisfy \"sys-devel/gc\".", "images.packages")]
    [TestCase("The following keyword changes are necessary to proceed:", "images.gentoo.package.accept_keywords")]
    [TestCase("The following USE changes are necessary to proceed:", "images.gentoo.package.use")]
    [TestCase("The following license changes are necessary to proceed:", "ACCEPT_LICENSE")]
    public void What_portage_says_becomes_what_to_do(string said, string advice) =>
        Assert.That(FailureAdvice.For(said, Gentoo.KnownFailures), Does.Contain(advice));

    [Test]
    public void Of_the_unknown_nothing_is_said() => Assert.That(FailureAdvice.For("Segmentation fault", Debian.KnownFailures), Is.Null);
}
