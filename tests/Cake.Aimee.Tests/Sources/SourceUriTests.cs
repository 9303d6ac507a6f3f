using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Sources;

internal sealed class SourceUriTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [TestCase("https://zlib.net/zlib-1.3.1.tar.gz", SourceScheme.Http, "https://zlib.net/zlib-1.3.1.tar.gz", "zlib-1.3.1.tar.gz", RevisionKind.Newest, "")]
    [TestCase("http://host/get.php?file=a%20b.tgz&archive=a-1.tgz", SourceScheme.Http, "http://host/get.php?file=a%20b.tgz", "a-1.tgz", RevisionKind.Newest, "")]
    [TestCase("https://host/v1.0.tar.gz?archive=name-1.0.tar.gz", SourceScheme.Http, "https://host/v1.0.tar.gz", "name-1.0.tar.gz", RevisionKind.Newest, "")]
    [TestCase("https://host/a%2Bb-1.tar.xz", SourceScheme.Http, "https://host/a%2Bb-1.tar.xz", "a+b-1.tar.xz", RevisionKind.Newest, "")]
    [TestCase("ftp://ftp.gnu.org/gnu/m4/m4-1.4.19.tar.xz", SourceScheme.Ftp, "ftp://ftp.gnu.org/gnu/m4/m4-1.4.19.tar.xz", "m4-1.4.19.tar.xz", RevisionKind.Newest, "")]
    [TestCase("file:///srv/a-1.zip", SourceScheme.File, "file:///srv/a-1.zip", "a-1.zip", RevisionKind.Newest, "")]
    [TestCase("git://host/p/name.git?archive=name-1.tar.bz2&tags/v1", SourceScheme.Git, "git://host/p/name.git", "name-1.tar.bz2", RevisionKind.Tag, "v1")]
    [TestCase("git://host/name.git?stable", SourceScheme.Git, "git://host/name.git", "name-stable.tar.gz", RevisionKind.Branch, "stable")]
    [TestCase("git+https://host/name?branch=a/b", SourceScheme.Git, "https://host/name", "name-a-b.tar.gz", RevisionKind.Branch, "a/b")]
    [TestCase("https://host/name.git?tag=v2.0", SourceScheme.Git, "https://host/name.git", "name-v2.0.tar.gz", RevisionKind.Tag, "v2.0")]
    [TestCase("git+ssh://git@host/name.git?commit=" + Commit, SourceScheme.Git, "ssh://git@host/name.git", "name-" + Commit + ".tar.gz", RevisionKind.Commit, Commit)]
    [TestCase("git+file:///srv/name.git/", SourceScheme.Git, "file:///srv/name.git", "name-HEAD.tar.gz", RevisionKind.Newest, "")]
    [TestCase("svn://host/name/trunk?commit=r12&archive=name-12.tar.xz", SourceScheme.Subversion, "svn://host/name/trunk", "name-12.tar.xz", RevisionKind.Commit, "12")]
    [TestCase("svn+https://host/trunk", SourceScheme.Subversion, "https://host/trunk", "trunk-HEAD.tar.gz", RevisionKind.Newest, "")]
    [TestCase("apt:zlib?archive=zlib-1.2.13.tar.gz", SourceScheme.Apt, "zlib", "zlib-1.2.13.tar.gz", RevisionKind.Newest, "")]
    [TestCase("apt:busybox=1:1.35.0-4?archive=busybox-1.35.0.tar.bz2", SourceScheme.Apt, "busybox=1:1.35.0-4", "busybox-1.35.0.tar.bz2", RevisionKind.Newest, "")]
    public void A_URI_is_understood(string text, SourceScheme scheme, string address, string archive, RevisionKind kind, string revision)
    {
        var uri = SourceUri.Parse(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(uri.Scheme, Is.EqualTo(scheme));
            Assert.That(uri.Address, Is.EqualTo(address));
            Assert.That(uri.Archive, Is.EqualTo(archive));
            Assert.That(uri.Revision, Is.EqualTo(new Revision(kind, revision)));
            Assert.That(uri.IsPinned, Is.EqualTo(kind == RevisionKind.Commit));
        }
    }

    [TestCase("zlib-1.0.tar.gz", "it has no scheme, such as https:.")]
    [TestCase("htttps://host/a.tgz", "the scheme 'htttps' is not known. Did you mean 'https'?")]
    [TestCase("p4://host/depot", "the scheme 'p4' is none of apt, file, ftp, ftps, git, git+file, git+http, git+https, git+ssh, http, https, svn, svn+file, svn+http, svn+https, svn+ssh.")]
    [TestCase("https://host/", "it ends in no file name: say with ?archive=NAME what its archive is to be called.")]
    [TestCase("https:///a.tgz", "'https:///a.tgz' is no address.")]
    [TestCase("https://host/x?archive=../../etc/passwd", "'../../etc/passwd' is no name for an archive.")]
    [TestCase("https://host/x?archive=%2e%2e", "'..' is no name for an archive.")]
    [TestCase("https://host/..%2fx", "'../x' is no name for an archive.")]
    [TestCase("git://host/x.git?tga=v1", "'tga' is not known. Did you mean 'tag'?")]
    [TestCase("git://host/x.git?tag=v1&branch=b", "'tag=v1' and 'branch=b' are two revisions: it can have one.")]
    [TestCase("git://host/x.git?commit=abc", "'abc' is no full commit: that has 40 hexadecimal digits.")]
    [TestCase("git://host/x.git?branch=--upload-pack=sh", "'--upload-pack=sh' is no revision.")]
    [TestCase("svn://host/x?branch=b", "Subversion's branches and tags are directories: put them into the address.")]
    [TestCase("apt:zlib", "say what its archive is to be called, with ?archive=NAME-VERSION.tar.gz.")]
    [TestCase("apt:-o?archive=a.tgz", "'-o' is no name of a Debian source package.")]
    [TestCase("", "it has no scheme, such as https:.")]
    public void What_is_not_understood_is_said(string text, string problem) => Assert.That(
        () => SourceUri.Parse(text), Throws.TypeOf<AimeeException>().With.Message.EqualTo($"The source '{text}' is not understood: {problem}"));

    [Test]
    public void A_password_is_not_shown()
    {
        var uri = SourceUri.Parse("https://me:p%40ss@host/a-1.tgz");
        Assert.That(uri.ToString(), Is.EqualTo("https://me:***@host/a-1.tgz"));
        Assert.That(uri.Secrets, Is.EqualTo(["p%40ss", "p@ss"]));
        Assert.That(SourceUri.Parse("git+https://0123456789abcdef@host/a.git").ToString(), Is.EqualTo("git+https://***@host/a.git"));
        Assert.That(SourceUri.Parse("git+ssh://git@host/a.git").ToString(), Is.EqualTo("git+ssh://git@host/a.git"));
        Assert.That(() => SourceUri.Parse("htps://me:p%40ss@host/a-1.tgz"), Throws.TypeOf<AimeeException>().With.Message.Not.Contain("p%40ss"));
    }
}
