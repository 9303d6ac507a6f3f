using Cake.Aimee.Images;

namespace Cake.Aimee.Tests.Images;

internal sealed class FailureAdviceTests
{
    [TestCase("tar: ./usr/bin/x: Cannot write: No space left on device", "The disk is full.")]
    [TestCase("E: You don't have enough free space in /var/cache/apt/archives/.", "The disk is full.")]
    [TestCase("E: Unable to locate package no-such", "images.packages")]
    [TestCase("E: Package 'x' has no installation candidate", "images.packages")]
    [TestCase("E: Failed to fetch http://mirror/x.deb  404  Not Found [IP: ::1 80]", "images.stage3.mirror")]
    [TestCase("E: The repository 'http://mirror/debian bookworm Release' does not have a Release file.", "images.debian.suite")]
    [TestCase("Err:1 http://mirror bookworm InRelease\n  Temporary failure resolving 'mirror'", "The mirror can not be reached.")]
    [TestCase("  Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)", "The mirror can not be reached.")]
    [TestCase("The following signatures couldn't be verified: NO_PUBKEY 0E98404D386FA1D9", "debian-archive-keyring")]
    public void What_tools_say_becomes_what_to_do(string said, string advice) => Assert.That(FailureAdvice.For(said), Does.Contain(advice));

    [Test]
    public void Of_the_unknown_nothing_is_said() => Assert.That(FailureAdvice.For("Segmentation fault"), Is.Null);
}
