using System.Diagnostics;
using System.Globalization;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Sources;

internal sealed class HttpTests : SourceTests
{
    [Test]
    public async Task A_source_comes_whole_and_is_not_fetched_again()
    {
        var server = ServeContent(Content);
        var source = SourceOf(server.Address + "/a/pkg-1.0.tar.gz", Content);
        var progress = new List<FetchProgress>();
        var first = await FetchAsync(source, onProgress: progress.Add);
        var second = await FetchAsync(source);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EqualTo(new FetchedSource(Path.Combine(SourcesDirectory, "pkg-1.0.tar.gz"), ChecksumOf(Content), FetchOrigin.Uri, source.Uri.Text)));
            Assert.That(await File.ReadAllBytesAsync(first.Path), Is.EqualTo(Content));
            Assert.That(second.Origin, Is.EqualTo(FetchOrigin.Local));
            Assert.That(server.Questions, Has.Count.EqualTo(1));
            Assert.That(progress[^1], Is.EqualTo(new FetchProgress("pkg-1.0.tar.gz", source.Uri.Text, Content.Length, Content.Length)));
        }
    }

    [TestCase("404 Not Found", "404 Not Found", 1)]
    [TestCase("403 Forbidden", "403 Forbidden", 1)]
    [TestCase("503 Service Unavailable", "503 Service Unavailable (4 attempts)", 4)]
    [TestCase("429 Too Many Requests", "429 Too Many Requests (4 attempts)", 4)]
    public async Task A_refusal_is_an_error_with_its_words(string status, string expected, int attempts)
    {
        var server = Serve((_, stream) => LoopbackServer.WriteAsync(stream, status, "Content-Length: 2", "no"u8.ToArray()));
        var error = await ErrorAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", Content));
        Assert.That(error, Is.EqualTo(
            $"""
            Can not fetch pkg-1.0.tar.gz:
                {server.Address}/pkg-1.0.tar.gz: {expected}
            Look after the network or the URI, name a mirror that has it, or put the file into {SourcesDirectory} yourself.
            """));
        Assert.That(server.Questions, Has.Count.EqualTo(attempts));
        Assert.That(Visible(), Is.Empty);
    }

    [Test]
    public async Task A_passing_failure_passes()
    {
        var count = 0;
        var server = Serve((question, stream) => ++count < 3
            ? LoopbackServer.WriteAsync(stream, "503 Busy", "Retry-After: 0", default)
            : LoopbackServer.ServeAsync(question, stream, Content, "\"1\""));
        await FetchAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", Content));
        Assert.That(server.Questions, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_broken_off_answer_is_gone_on_with()
    {
        var server = Serve((question, stream) => question.From is null
            ? LoopbackServer.WriteAsync(stream, "200 OK", $"ETag: \"1\"\nContent-Length: {Content.Length}", Content.AsMemory(0, 100_000))
            : LoopbackServer.ServeAsync(question, stream, Content, "\"1\""));
        var fetched = await FetchAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz"));
        Assert.That(await File.ReadAllBytesAsync(fetched.Path), Is.EqualTo(Content));
        Assert.That(server.Questions.Select(question => question.From), Is.EqualTo(new int?[] { null, 100_000 }));
        Assert.That(server.Questions.Last().Headers["If-Range"], Is.EqualTo("\"1\""));
    }

    [Test]
    public async Task A_later_process_goes_on_too()
    {
        var isDown = true;
        var server = Serve((question, stream) => isDown
            ? LoopbackServer.WriteAsync(stream, "200 OK", $"Last-Modified: Fri, 20 Nov 2026 10:00:00 GMT\nContent-Length: {Content.Length}", Content.AsMemory(0, 50_000))
            : LoopbackServer.ServeAsync(question, stream, Content, "Fri, 20 Nov 2026 10:00:00 GMT"));
        var source = SourceOf(server.Address + "/pkg-1.0.tar.gz");
        await ErrorAsync(source, Settings with { Attempts = 1 });
        Assert.That(Visible(), Is.Empty);
        isDown = false;
        await FetchAsync(source);
        Assert.That(server.Questions.Last().From, Is.EqualTo(50_000));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(SourcesDirectory, "pkg-1.0.tar.gz")), Is.EqualTo(Content));
    }

    [Test]
    public async Task Content_that_changes_between_the_parts_is_fetched_anew()
    {
        var newer = Gzip(RandomBytes(2, 200_000));
        var server = Serve((question, stream) => question.From is null && question.Headers.ContainsKey("If-Range") is false && File.Exists(Path.Combine(Top, "changed")) is false
            ? BreakOffAsync(stream)
            : LoopbackServer.ServeAsync(question, stream, newer, "\"2\""));
        var fetched = await FetchAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz"));
        Assert.That(await File.ReadAllBytesAsync(fetched.Path), Is.EqualTo(newer));

        async Task BreakOffAsync(System.Net.Sockets.NetworkStream stream)
        {
            await File.WriteAllTextAsync(Path.Combine(Top, "changed"), "");
            await LoopbackServer.WriteAsync(stream, "200 OK", $"ETag: \"1\"\nContent-Length: {Content.Length}", Content.AsMemory(0, 100_000));
        }
    }

    [Test]
    public async Task A_server_that_lies_about_the_parts_is_asked_once_more_for_all()
    {
        var newer = Gzip(RandomBytes(2, 300_000));
        var count = 0;
        var server = Serve((question, stream) => count++ == 0
            ? LoopbackServer.WriteAsync(stream, "200 OK", $"ETag: \"1\"\nContent-Length: {Content.Length}", Content.AsMemory(0, 100_000))
            : LoopbackServer.ServeAsync(question, stream, newer, question.Headers.GetValueOrDefault("If-Range") ?? "\"2\""));
        var fetched = await FetchAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", newer));
        Assert.That(await File.ReadAllBytesAsync(fetched.Path), Is.EqualTo(newer));
        Assert.That(server.Questions.Select(question => question.From), Is.EqualTo(new int?[] { null, 100_000, null }));
    }

    [Test]
    public async Task A_server_without_ranges_is_asked_for_all()
    {
        var count = 0;
        var server = Serve((_, stream) => LoopbackServer.WriteAsync(stream, "200 OK", $"ETag: \"1\"\nContent-Length: {Content.Length}", Content.AsMemory(0, count++ == 0 ? 100_000 : Content.Length)));
        var fetched = await FetchAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", Content));
        Assert.That(await File.ReadAllBytesAsync(fetched.Path), Is.EqualTo(Content));
    }

    [Test]
    public async Task Without_a_mark_of_the_content_the_parts_are_not_put_together()
    {
        var count = 0;
        var server = Serve((_, stream) => LoopbackServer.WriteAsync(stream, "200 OK", $"Content-Length: {Content.Length}", Content.AsMemory(0, count++ == 0 ? 100_000 : Content.Length)));
        await FetchAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz"));
        Assert.That(server.Questions.Select(question => question.From), Is.EqualTo(new int?[] { null, null }));
    }

    [Test]
    public async Task A_stalled_server_is_given_up()
    {
        var server = Serve(async (_, stream, stop) =>
        {
            await LoopbackServer.WriteAsync(stream, "200 OK", $"Content-Length: {Content.Length}", Content.AsMemory(0, 1000));
            await Task.Delay(Timeout.Infinite, stop);
        });
        var settings = Settings with { StallTime = TimeSpan.FromMilliseconds(200), Attempts = 2 };
        Assert.That(await ErrorAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", Content), settings), Does.Contain("pkg-1.0.tar.gz: the server sent nothing for 0.2 s (2 attempts)"));
    }

    [Test]
    public async Task Endless_redirects_are_given_up_and_good_ones_followed()
    {
        var server = Serve((question, stream) => question.Path switch
        {
            "/loop.tar.gz" => LoopbackServer.WriteAsync(stream, "302 Found", "Location: /loop.tar.gz", default),
            "/nowhere.tar.gz" => LoopbackServer.WriteAsync(stream, "301 Moved", "Location: javascript:alert", default),
            "/missing.tar.gz" => LoopbackServer.WriteAsync(stream, "301 Moved", "", default),
            "/moved.tar.gz" => LoopbackServer.WriteAsync(stream, "307 Moved", "Location: files/here", default),
            _ => LoopbackServer.ServeAsync(question, stream, Content, "\"1\""),
        });
        Assert.That(await ErrorAsync(SourceOf(server.Address + "/loop.tar.gz", Content)), Does.Contain($"loop.tar.gz: more than 10 redirects, the last one to {server.Address}/loop.tar.gz"));
        Assert.That(await ErrorAsync(SourceOf(server.Address + "/nowhere.tar.gz", Content)), Does.Contain("a redirect to javascript:alert, which is not followed"));
        Assert.That(await ErrorAsync(SourceOf(server.Address + "/missing.tar.gz", Content)), Does.Contain("a redirect to nowhere"));
        Assert.That((await FetchAsync(SourceOf(server.Address + "/moved.tar.gz", Content))).Origin, Is.EqualTo(FetchOrigin.Uri));
    }

    [Test]
    public async Task A_web_page_instead_of_an_archive_is_seen()
    {
        var page = "<!DOCTYPE html><title>Sign in</title>"u8.ToArray();
        var server = ServeContent(page);
        Assert.That(await ErrorAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz")), Does.Contain("pkg-1.0.tar.gz: is not a gzip file but a web page (HTML)"));
        Assert.That(await ErrorAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", Content)), Does.Contain("is not a gzip file but a web page (HTML)"));
        Assert.That(Visible(), Is.Empty);
    }

    [Test]
    public async Task Wrong_content_is_said_with_both_checksums()
    {
        var other = Gzip([1]);
        var server = ServeContent(other);
        Assert.That(await ErrorAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", Content)), Does.Contain($"the content is {ChecksumOf(other)}, not {ChecksumOf(Content)}"));
        Assert.That(Visible(), Is.Empty);
        Assert.That(Directory.GetFiles(Path.Combine(SourcesDirectory, ".partial")), Is.Empty, "wrong content is not gone on with");
    }

    [Test]
    public async Task Nobody_there_is_an_error()
    {
        var nobody = new LoopbackServer((_, _, _) => Task.CompletedTask);
        var address = nobody.Address;
        nobody.Dispose();
        Assert.That(await ErrorAsync(SourceOf(address + "/pkg-1.0.tar.gz", Content)), Does.Contain("Connection refused (4 attempts)"));
        Assert.That(await ErrorAsync(SourceOf("http://no-such-host.invalid/pkg-1.0.tar.gz", Content)), Does.Contain("no-such-host.invalid/pkg-1.0.tar.gz: "));
    }

    [Test]
    public async Task An_answer_that_is_no_HTTP_is_an_error()
    {
        var server = Serve((_, stream) => stream.WriteAsync("220 ftp ready\r\n"u8.ToArray()).AsTask());
        Assert.That(await ErrorAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", Content)), Does.Contain("(4 attempts)"));
    }

    [Test]
    public async Task Name_and_password_go_to_their_host_alone_and_into_no_message()
    {
        var other = Serve((_, stream) => LoopbackServer.WriteAsync(stream, "404 Gone", "", default));
        var server = Serve((_, stream) => LoopbackServer.WriteAsync(stream, "302 Found", $"Location: {other.Address}/x", default));
        var uri = server.Address.Replace("http://", "http://me:s3cret@", StringComparison.Ordinal) + "/pkg-1.0.tar.gz";
        var error = await ErrorAsync(SourceOf(uri, Content));
        Assert.That(server.Questions.Single().Headers["Authorization"], Is.EqualTo("Basic " + Convert.ToBase64String("me:s3cret"u8)));
        Assert.That(other.Questions.Single().Headers.Keys, Does.Not.Contain("Authorization"));
        Assert.That(error, Does.Contain("me:***@").And.Not.Contain("s3cret"));
    }

    [Test]
    public async Task The_machines_proxy_is_asked()
    {
        var proxy = ServeContent(Content);
        await ShellAsync($"http_proxy={proxy.Address} dotnet exec '{typeof(Program).Assembly.Location}' fetch '{SourcesDirectory}' http://example.invalid/pkg-1.0.tar.gz {ChecksumOf(Content)}");
        Assert.That(proxy.Questions.Single().Line, Is.EqualTo("GET http://example.invalid/pkg-1.0.tar.gz HTTP/1.1"));
        Assert.That(Visible(), Is.EqualTo(["pkg-1.0.tar.gz"]));
    }

    [Test]
    public async Task Cancellation_keeps_what_has_come()
    {
        using var stop = new CancellationTokenSource();
        var server = Serve(async (question, stream, ended) =>
        {
            if (question.From is not null)
            {
                await LoopbackServer.ServeAsync(question, stream, Content, "\"1\"");
                return;
            }
            await LoopbackServer.WriteAsync(stream, "200 OK", $"ETag: \"1\"\nContent-Length: {Content.Length}", Content.AsMemory(0, 10_000));
            await Task.Delay(Timeout.Infinite, ended);
        });
        var source = SourceOf(server.Address + "/pkg-1.0.tar.gz", Content);
        var clock = Stopwatch.StartNew();
        var run = FetcherOf(Settings with { StallTime = TimeSpan.FromMinutes(5) }).FetchAsync(source, null, stop.Token);
        var partial = Path.Combine(SourcesDirectory, ".partial", "pkg-1.0.tar.gz");
        while (!File.Exists(partial) || new FileInfo(partial).Length < 10_000)
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
            await Task.Delay(10);
        }
        await stop.CancelAsync();
        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Visible(), Is.Empty);
        await FetchAsync(source);
        Assert.That(server.Questions.Last().From, Is.EqualTo(10_000));
    }

    [TestCase(8192)]
    public async Task Chunks_of_any_size_are_put_together(int size)
    {
        var server = Serve(async (_, stream) =>
        {
            await LoopbackServer.WriteAsync(stream, "200 OK", "Transfer-Encoding: chunked", default);
            foreach (var chunk in Content.Chunk(size))
            {
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{chunk.Length:x}\r\n")));
                await stream.WriteAsync(chunk);
                await stream.WriteAsync("\r\n"u8.ToArray());
            }
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        });
        var fetched = await FetchAsync(SourceOf(server.Address + "/pkg-1.0.tar.gz", Content));
        Assert.That(fetched.Sha256, Is.EqualTo(ChecksumOf(Content)));
    }

    private async Task<string> ErrorAsync(Source source, SourceSettings? settings = null) =>
        (await Assert.ThrowsAsync<AimeeException>(() => FetchAsync(source, settings)))!.Message;
}
