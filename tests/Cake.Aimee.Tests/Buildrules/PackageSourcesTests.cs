using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Buildrules;

internal sealed class PackageSourcesTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [TestCase("https://host/zlib-1.3.tar.gz", null, null, "zlib-1.3.tar.gz", "")]
    [TestCase("https://host/get?id=3", "zlib-1.3.tar.gz", null, "zlib-1.3.tar.gz", "")]
    [TestCase("https://host/get?id=3&archive=a.tar.gz", "a b&c.tar.gz", null, "a b&c.tar.gz", "")]
    [TestCase("git+https://host/zlib.git?tag=1.3", null, Commit, "zlib-1.3.tar.gz", Commit)]
    [TestCase("git+https://host/zlib.git?tags/v1.3", null, Commit, "zlib-v1.3.tar.gz", Commit)]
    [TestCase("git+https://host/zlib.git?branch=main", "zlib-1.3.tar.gz", Commit, "zlib-1.3.tar.gz", Commit)]
    [TestCase("git+https://host/zlib.git", null, Commit, $"zlib-{Commit}.tar.gz", Commit)]
    [TestCase("svn+https://host/trunk?archive=a-1.tar.gz", null, "12", "a-1.tar.gz", "12")]
    public void Rules_say_what_is_fetched_and_what_it_is_called(string uri, string? archive, string? commit, string name, string revision)
    {
        var source = new PackageSource { Uri = uri, Archive = archive, Commit = commit }.ToSource(trustOnFirstUse: false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(source.Uri.Archive, Is.EqualTo(name));
            Assert.That(source.Uri.Revision.Name, Is.EqualTo(revision));
            Assert.That(source.Uri.IsPinned, Is.EqualTo(commit is not null));
        }
    }

    [Test]
    public void An_archive_has_no_commit() => Assert.That(
        () => new PackageSource { Uri = "https://host/a.tar.gz", Commit = Commit }.ToSource(trustOnFirstUse: false),
        Throws.TypeOf<AimeeException>().With.Message.Contains("is no repository"));

    [Test]
    public void Digests_have_to_match_all() => Assert.That(
        new PackageSource { Uri = "https://host/a.tar.gz", Sha256 = new('0', 64), Sha512 = new('1', 128) }.ToSource(false).Checksums.Select(checksum => checksum.Algorithm),
        Is.EqualTo([ChecksumAlgorithm.Sha256, ChecksumAlgorithm.Sha512]));
}
