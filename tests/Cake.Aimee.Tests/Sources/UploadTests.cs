using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Sources;

internal sealed class UploadTests : SourceTests
{
    private readonly Dictionary<string, byte[]> _stored = [];

    [SetUp]
    public void Empty() => _stored.Clear();

    [Test]
    public async Task What_one_machine_puts_another_finds()
    {
        var server = Serve(StoreAsync);
        var directory = Path.Combine(Top, "shared");
        var settings = Settings with { Upstreams = [server.Address + "/sources", directory] };
        using var upload = new SourceUpload(settings);
        var fetched = await FetchAsync(SourceOf(ServeContent(Content).Address + "/pkg-1.0.tar.gz", Content));
        Assert.That(await upload.PushAsync(fetched, default), Is.EqualTo([server.Address + "/sources/pkg-1.0.tar.gz", $"file://{directory}/pkg-1.0.tar.gz"]));
        Assert.That(await upload.PushAsync(fetched, default), Is.Empty, "they have it");
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(directory, "pkg-1.0.tar.gz")), Is.EqualTo(Content));
        var other = settings with { Directory = Path.Combine(Top, "other") };
        Assert.That((await FetchAsync(SourceOf("http://127.0.0.1:9/pkg-1.0.tar.gz", Content), other)).Origin, Is.EqualTo(FetchOrigin.Upstream));
        Assert.That(server.Questions.Single(question => question.Method == "PUT").Headers["If-None-Match"], Is.EqualTo("*"));
    }

    [Test]
    public async Task Upstreams_that_do_not_take_it_are_named()
    {
        var server = Serve((question, stream) => LoopbackServer.WriteAsync(stream, question.Method == "PUT" ? "403 Forbidden" : "404 Not Found", "Content-Length: 0", default));
        using var upload = new SourceUpload(Settings with { Upstreams = [server.Address, "ftp://host/x"] });
        var fetched = await FetchAsync(SourceOf(ServeContent(Content).Address + "/pkg-1.0.tar.gz", Content));
        var error = await Assert.ThrowsAsync<AimeeException>(() => upload.PushAsync(fetched, default));
        Assert.That(error!.Message, Is.EqualTo(
            $"""
            Can not put pkg-1.0.tar.gz into the upstream:
                {server.Address}/pkg-1.0.tar.gz: 403 Forbidden
                ftp://host/x/pkg-1.0.tar.gz: nothing can be put there: an http or https address or a directory can take it
            Let the upstream take it, or set 'push: false'.
            """));
    }

    private Task StoreAsync(Question question, System.Net.Sockets.NetworkStream stream)
    {
        if (question.Method == "PUT")
        {
            _stored[question.Path] = question.Body;
            return LoopbackServer.WriteAsync(stream, "201 Created", "Content-Length: 0", default);
        }
        return _stored.TryGetValue(question.Path, out var content)
            ? LoopbackServer.WriteAsync(stream, "200 OK", $"Content-Length: {content.Length}", question.Method == "HEAD" ? default : content)
            : LoopbackServer.WriteAsync(stream, "404 Not Found", "Content-Length: 0", default);
    }
}
