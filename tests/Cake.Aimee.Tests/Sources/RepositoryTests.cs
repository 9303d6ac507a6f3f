using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Sources;

internal sealed class RepositoryTests : SourceTests
{
    [TestCase("name-1.0.tar.gz", "gzip")]
    [TestCase("name-1.0.tar.bz2", "bzip2")]
    [TestCase("name-1.0.tar.xz", "xz")]
    [TestCase("name-1.0.tar.zst", "zstd")]
    [TestCase("name-1.0.tar", "tar")]
    public async Task A_tag_of_a_git_repository_becomes_the_same_archive_every_time(string archive, string program)
    {
        Assume.That(Programs.Find(program), Is.Not.Null, $"{program} is not installed");
        await MakeGitAsync();
        var source = SourceOf($"git+file://{Top}/work?archive={archive}&tags/v1");
        var first = await FetchAsync(source);
        var other = Settings with { Directory = Path.Combine(Top, "other") };
        var second = await FetchAsync(source, other);
        Assert.That(second.Sha256, Is.EqualTo(first.Sha256));
        Assert.That(await ShellAsync($"tar tf sources/{archive}"), Is.EqualTo("name-1.0/\nname-1.0/a.txt\n"));
        Assert.That(first.WasTrusted, Is.True);
        Assert.That((await FetchAsync(source)).Origin, Is.EqualTo(FetchOrigin.Local));
    }

    [Test]
    public async Task A_commit_needs_no_checksum_and_another_commit_is_another_content()
    {
        await MakeGitAsync();
        var commits = (await ShellAsync("git -C work rev-list --all")).TrimEnd().Split('\n');
        var texts = new List<string>();
        foreach (var commit in commits)
        {
            var fetched = await FetchAsync(SourceOf($"git+file://{Top}/work?archive=name.tar&commit={commit}") with { TrustOnFirstUse = false });
            Assert.That(fetched.WasTrusted, Is.False);
            texts.Add(await ShellAsync("tar xOf sources/name.tar name/a.txt"));
        }
        Assert.That(texts, Is.EqualTo(["one\ntwo\n", "one\n"]));
    }

    [Test]
    public async Task A_branch_that_is_not_there_is_an_error()
    {
        await MakeGitAsync();
        Assert.That(() => FetchAsync(SourceOf($"git+file://{Top}/work?branch=none")),
            Throws.TypeOf<AimeeException>().With.Message.Contains("couldn't find remote ref refs/heads/none"));
        Assert.That(Visible(), Is.Empty);
    }

    [Test]
    public async Task A_name_that_no_archive_has_is_an_error()
    {
        await MakeGitAsync();
        Assert.That(() => FetchAsync(SourceOf($"git+file://{Top}/work?archive=name.zip")),
            Throws.TypeOf<AimeeException>().With.Message.Contains("an archive called name.zip can not be made"));
    }

    [Test]
    public async Task A_revision_of_a_Subversion_repository_becomes_the_same_archive_every_time()
    {
        Assume.That(Programs.Find("svnadmin"), Is.Not.Null, "svnadmin (package subversion) is not installed");
        await ShellAsync(
            """
            svnadmin create repository
            mkdir -p new/trunk/bin; echo one >new/trunk/a.txt; echo '#!/bin/sh' >new/trunk/bin/run; chmod +x new/trunk/bin/run
            svn -q import -m first new "file://$PWD/repository"
            svn -q checkout "file://$PWD/repository/trunk" work; echo two >>work/a.txt; svn -q commit -m second work
            """);
        var source = SourceOf($"svn+file://{Top}/repository/trunk?commit=1&archive=name-1.tar.gz") with { TrustOnFirstUse = false };
        var first = await FetchAsync(source);
        // What a fetch of another revision that was killed has left.
        Directory.CreateDirectory(Path.Combine(Top, "other/.partial/name-1.tar.gz.d/name-1/stale"));
        var second = await FetchAsync(source, Settings with { Directory = Path.Combine(Top, "other") });
        Assert.That(second.Sha256, Is.EqualTo(first.Sha256));
        Assert.That(await ShellAsync("tar tf sources/name-1.tar.gz; tar xOf sources/name-1.tar.gz name-1/a.txt; tar tvf sources/name-1.tar.gz | cut -c1-14 | tail -1"),
            Is.EqualTo("name-1/\nname-1/a.txt\nname-1/bin/\nname-1/bin/run\none\n-rwxr-xr-x 0/0\n"));
        var newest = await FetchAsync(SourceOf($"svn+file://{Top}/repository/trunk"));
        Assert.That(await ShellAsync($"tar xOf '{newest.Path}' trunk-HEAD/a.txt"), Is.EqualTo("one\ntwo\n"));
    }

    [Test]
    public async Task A_Debian_source_package_gives_its_upstream_archive()
    {
        await MakeDebianRepositoryAsync();
        var settings = Settings with { AptSources = [$"deb-src [trusted=yes] file:{Top}/debian ./"] };
        var fetched = await FetchAsync(SourceOf("apt:hello?archive=hello-1.0.tar.gz", await OriginalAsync()), settings);
        Assert.That(fetched.Origin, Is.EqualTo(FetchOrigin.Uri));
        Assert.That(Visible(), Is.EqualTo(["hello-1.0.tar.gz"]));
        Assert.That(await ShellAsync("ls -A sources/.partial"), Is.Empty);
        Assert.That(() => FetchAsync(SourceOf("apt:nothing?archive=nothing-1.0.tar.gz"), settings),
            Throws.TypeOf<AimeeException>().With.Message.Contains("apt:nothing?archive=nothing-1.0.tar.gz: there is no source package nothing"));
    }

    [Test]
    public async Task As_a_mirror_apt_is_asked_by_name_and_believed_by_digest()
    {
        await MakeDebianRepositoryAsync();
        var settings = Settings with { AptSources = [$"deb-src [trusted=yes] file:{Top}/debian ./"], Mirrors = ["apt:"] };
        var fetched = await FetchAsync(SourceOf("http://127.0.0.1:9/hello-1.0.tar.gz", await OriginalAsync()), settings);
        Assert.That(fetched.Location, Is.EqualTo("apt:hello?archive=hello-1.0.tar.gz"));
        var error = await Assert.ThrowsAsync<AimeeException>(() => FetchAsync(SourceOf("http://127.0.0.1:9/hello-2.0.tar.gz", Content), settings));
        Assert.That(error!.Message, Does.Contain($"the source package hello (1.0-1) has no archive with the sha256 {ChecksumOf(Content).Hex}"));
    }

    [Test]
    public async Task Files_come_by_FTP_and_go_on_where_they_stopped()
    {
        Assume.That(Programs.Find("curl"), Is.Not.Null, "curl is not installed");
        using var server = new LoopbackFtpServer(Content);
        var source = SourceOf(server.Address.Replace("ftp://", "ftp://me:s3cret@", StringComparison.Ordinal) + "/pub/pkg-1.0.tar.gz", Content);
        server.Limit = 100_000;
        var error = await Assert.ThrowsAsync<AimeeException>(() => FetchAsync(source, Settings with { Attempts = 1 }));
        Assert.That(error!.Message, Does.Contain("me:***@").And.Not.Contain("s3cret"));
        server.Limit = int.MaxValue;
        var fetched = await FetchAsync(source, Settings with { Attempts = 1 });
        Assert.That(fetched.Sha256, Is.EqualTo(ChecksumOf(Content)));
        Assert.That(server.Commands, Does.Contain("REST 100000").And.Contain("PASS s3cret"));
        Assert.That(() => FetchAsync(SourceOf(server.Address + "/none.tar.gz", Gzip([1])), Settings with { Attempts = 1 }),
            Throws.TypeOf<AimeeException>().With.Message.Contains("curl: ("));
    }

    private Task<string> MakeGitAsync() => ShellAsync(
        """
        git init -q -b main work && cd work
        git config user.name Tester && git config user.email tester@example.org
        echo one >a.txt; git add -A; git commit -qm first; git tag v1; echo two >>a.txt; git commit -qam second
        """);

    private Task<byte[]> OriginalAsync() => File.ReadAllBytesAsync(Path.Combine(Top, "debian", "hello_1.0.orig.tar.gz"));

    private async Task MakeDebianRepositoryAsync()
    {
        Assume.That(Programs.Find("apt-get"), Is.Not.Null, "apt-get is not installed");
        Assume.That(Programs.Find("dpkg-scansources"), Is.Not.Null, "dpkg-scansources (package dpkg-dev) is not installed");
        await ShellAsync(
            """
            mkdir -p debian hello-1.0/debian/source && cd hello-1.0
            echo hello >hello.txt; cd ..; tar --exclude=debian -czf hello_1.0.orig.tar.gz hello-1.0; cd hello-1.0
            printf 'Source: hello\nMaintainer: T <t@example.org>\nStandards-Version: 4.6.0\n\nPackage: hello\nArchitecture: all\nDescription: hello\n' >debian/control
            printf 'hello (1.0-1) unstable; urgency=low\n\n  * First.\n\n -- T <t@example.org>  Fri, 20 Nov 2026 10:00:00 +0000\n' >debian/changelog
            printf '#!/usr/bin/make -f\n%%:\n' >debian/rules; chmod +x debian/rules; echo '3.0 (quilt)' >debian/source/format
            cd .. && dpkg-source -b hello-1.0 >/dev/null 2>&1 && mv hello_1.0* debian/
            cd debian && dpkg-scansources . 2>/dev/null >Sources
            """);
    }
}
