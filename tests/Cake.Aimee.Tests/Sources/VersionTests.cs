using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Sources;

internal sealed class VersionTests : SourceTests
{
    [TestCase("0.9 1.0-alpha 1.0-alpha2 1.0beta1 1.0rc1 1.0-rc2 1.0 1.0a 1.0b 1.0.1 1.2 1.10 2.0 20240101")]
    [TestCase("1.0.2 1.0.2a 1.0.2z 1.1.0-pre1 1.1.0")]
    public void Versions_are_in_order(string versions)
    {
        var expected = versions.Split(' ');
        var shuffled = expected.ToArray();
        new Random(5).Shuffle(shuffled);
        Assert.That(shuffled.Order(VersionOrder.Instance), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_directory_on_a_server_tells()
    {
        const string Page =
            """
            <html><a href="../">up</a> <a href='zlib-1.2.13.tar.gz'>a</a> <a href="zlib-1.3.1.tar.gz">b</a> <a class=x href="/z/zlib-1.3.2.tar.xz?x=1">c</a>
            <A HREF="zlib-1.4.0-rc1.tar.gz">d</A> <a href="zlib-1.3.1.tar.gz.asc">e</a> <a href="zlib%2Dng-9.tar.gz">f</a> <a href="zlib-1.10.tar.gz">g</a></html>
            """;
        var server = Serve((_, stream) => LoopbackServer.WriteAsync(stream, "200 OK", "Content-Type: text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(Page)));
        var known = await FindAsync(server.Address + "/z/zlib-1.3.1.tar.gz", "1.3.1");
        Assert.That(server.Questions.Single().Path, Is.EqualTo("/z/"));
        Assert.That(known!.Versions, Is.EqualTo(["1.2.13", "1.3.1", "1.3.2", "1.10"]));
        Assert.That(known.After("1.3.1"), Is.EqualTo(["1.3.2", "1.10"]));
    }

    [Test]
    public async Task Tags_tell_also_in_other_spellings()
    {
        await ShellAsync(
            """
            git init -q -b main work && cd work && git config user.name T && git config user.email t@example.org
            git commit -q --allow-empty -m x; for t in v1.0 v1.2 v1.10 v2.0-rc1 other R_1_0 R_1_1; do git tag $t; done
            """);
        Assert.That((await FindAsync($"git+file://{Top}/work?tag=v1.0", "1.0"))!.After("1.0"), Is.EqualTo(["1.2", "1.10"]));
        Assert.That((await FindAsync($"git+file://{Top}/work?tag=R_1_0", "1.0"))!.After("1.0"), Is.EqualTo(["1.1"]));
        Assert.That((await FindAsync($"git+file://{Top}/work?branch=main", "1.2"))!.After("1.2"), Is.EqualTo(["1.10"]));
        Assert.That(await FindAsync($"git+file://{Top}/work?branch=main", "77"), Is.Null);
    }

    [Test]
    public async Task A_place_that_does_not_tell_gives_nothing()
    {
        var server = ServeContent(Content);
        Assert.That(await FindAsync(server.Address + "/pkg-1.0.tar.gz", "1.0"), Is.Null);
        Assert.That(await FindAsync(server.Address + "/newest.tar.gz", "1.0"), Is.Null);
        Assert.That(await FindAsync("svn://host/pkg/trunk", "1.0"), Is.Null);
    }

    [Test]
    public void A_place_that_can_not_be_asked_is_an_error() => Assert.That(
        () => FindAsync("http://127.0.0.1:9/pkg-1.0.tar.gz", "1.0"),
        Throws.TypeOf<AimeeException>().With.Message.StartsWith("Can not look for versions of http://127.0.0.1:9/pkg-1.0.tar.gz: Connection refused"));

    private async Task<KnownVersions?> FindAsync(string uri, string version)
    {
        using var search = new VersionSearch(Settings, Runner);
        return await search.FindAsync(SourceUri.Parse(uri), version, default);
    }
}
