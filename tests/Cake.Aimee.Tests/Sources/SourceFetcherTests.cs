using System.Collections.Immutable;
using System.Diagnostics;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Sources;

internal sealed class SourceFetcherTests : SourceTests
{
    [Test]
    public async Task Locations_are_asked_in_order_and_the_next_one_when_one_fails_or_lies()
    {
        var missing = Serve((_, stream) => LoopbackServer.WriteAsync(stream, "404 Not Found", "", default));
        var wrong = ServeContent(Gzip([1, 2, 3]));
        var right = ServeContent(Content);
        var settings = Settings with { Upstreams = [missing.Address + "/u/"], Mirrors = [wrong.Address, right.Address + "/m"] };
        var fetched = await FetchAsync(SourceOf("http://127.0.0.1:9/pkg-1.0.tar.gz", Content), settings);
        Assert.That(fetched.Location, Is.EqualTo(right.Address + "/m/pkg-1.0.tar.gz"));
        Assert.That(fetched.Origin, Is.EqualTo(FetchOrigin.Mirror));
        Assert.That(missing.Questions.Single().Path, Is.EqualTo("/u/pkg-1.0.tar.gz"));
        Assert.That(string.Join('\n', fetched.Problems), Is.EqualTo(
            $"{missing.Address}/u/pkg-1.0.tar.gz: 404 Not Found\n{wrong.Address}/pkg-1.0.tar.gz: the content is {ChecksumOf(Gzip([1, 2, 3]))}, not {ChecksumOf(Content)}"));
    }

    [Test]
    public async Task When_all_fail_each_is_named()
    {
        var settings = Settings with { Upstreams = ["/no/such/directory"], Mirrors = ["nonsense", "apt:"], AptSources = ["# none"] };
        var error = await Assert.ThrowsAsync<AimeeException>(() => FetchAsync(SourceOf("file:///nowhere/1.tar.gz", Content), settings));
        Assert.That(error!.Message, Is.EqualTo(
            $"""
            Can not fetch 1.tar.gz:
                file:///no/such/directory/1.tar.gz: is not there
                nonsense: it has no scheme, such as https:.
                apt: no package's name can be made of 1.tar.gz
                file:///nowhere/1.tar.gz: is not there
            Look after the network or the URI, name a mirror that has it, or put the file into {SourcesDirectory} yourself.
            """));
    }

    [Test]
    public async Task A_directory_is_an_upstream()
    {
        await File.WriteAllBytesAsync(Path.Combine(Top, "pkg-1.0.tar.gz"), Content);
        var fetched = await FetchAsync(SourceOf("http://127.0.0.1:9/pkg-1.0.tar.gz", Content), Settings with { Upstreams = [Top] });
        Assert.That(fetched.Origin, Is.EqualTo(FetchOrigin.Upstream));
    }

    [Test]
    public async Task The_same_content_by_another_name_is_copied()
    {
        var server = ServeContent(Content);
        await FetchAsync(SourceOf(server.Address + "/one.tar.gz", Content));
        var fetched = await FetchAsync(SourceOf("http://127.0.0.1:9/two.tar.gz", Content));
        Assert.That(fetched.Origin, Is.EqualTo(FetchOrigin.Local));
        Assert.That(Visible(), Is.EqualTo(["one.tar.gz", "two.tar.gz"]));
    }

    [Test]
    public async Task A_file_that_has_changed_is_fetched_again()
    {
        var server = ServeContent(Content);
        var source = SourceOf(server.Address + "/pkg-1.0.tar.gz", Content);
        var fetched = await FetchAsync(source);
        await File.AppendAllTextAsync(fetched.Path, "rot");
        Assert.That(await FetcherOf(Settings).FindAsync(source, default), Is.Null);
        await FetchAsync(source);
        Assert.That(await File.ReadAllBytesAsync(fetched.Path), Is.EqualTo(Content));
    }

    [Test]
    public async Task A_file_that_the_user_put_there_is_taken()
    {
        Directory.CreateDirectory(SourcesDirectory);
        await File.WriteAllBytesAsync(Path.Combine(SourcesDirectory, "pkg-1.0.tar.gz"), Content);
        var source = SourceOf("http://127.0.0.1:9/pkg-1.0.tar.gz", Content) with
        {
            Checksums = await Checksums.ComputeAsync(Path.Combine(SourcesDirectory, "pkg-1.0.tar.gz"), Enum.GetValues<ChecksumAlgorithm>(), default),
        };
        Assert.That((await FetchAsync(source)).Origin, Is.EqualTo(FetchOrigin.Local));
    }

    [Test]
    public async Task Without_a_checksum_the_first_is_believed_and_remembered()
    {
        var content = Content;
        var server = Serve((question, stream) => LoopbackServer.ServeAsync(question, stream, content, "\"1\""));
        var source = SourceOf(server.Address + "/pkg-1.0.tar.gz");
        var first = await FetchAsync(source);
        File.Delete(first.Path);
        var second = await FetchAsync(source);
        content = Gzip([1]);
        File.Delete(first.Path);
        Assert.That(first.WasTrusted, Is.True);
        Assert.That(second.WasTrusted, Is.False);
        Assert.That(() => FetchAsync(source), Throws.TypeOf<AimeeException>().With.Message.Contains("the content is sha256:"));
    }

    [Test]
    public void Without_a_checksum_a_source_is_refused_where_one_is_asked_for() => Assert.That(
        () => FetchAsync(SourceOf("http://127.0.0.1:9/pkg-1.0.tar.gz") with { TrustOnFirstUse = false }),
        Throws.TypeOf<AimeeException>().With.Message.StartsWith("The source http://127.0.0.1:9/pkg-1.0.tar.gz has no checksum, so nothing says"));

    [Test]
    public async Task Many_that_want_the_same_archive_fetch_it_once()
    {
        var server = Serve(SlowlyAsync);
        var source = SourceOf(server.Address + "/pkg-1.0.tar.gz", Content);
        var script = $"for i in 1 2 3; do dotnet exec '{typeof(Program).Assembly.Location}' fetch '{SourcesDirectory}' {source.Uri} {ChecksumOf(Content)} & done; wait";
        var others = ShellAsync(script);
        var fetched = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => FetchAsync(source)));
        Assert.That((await others).Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
        Assert.That(fetched.Select(item => item.Sha256), Is.All.EqualTo(ChecksumOf(Content)));
        Assert.That(server.Questions, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_killed_fetch_leaves_its_place_and_its_bytes_to_the_next()
    {
        var isFirst = true;
        var server = Serve(async (question, stream, stop) =>
        {
            if (!isFirst)
            {
                await LoopbackServer.ServeAsync(question, stream, Content, "\"1\"");
                return;
            }
            isFirst = false;
            await LoopbackServer.WriteAsync(stream, "200 OK", $"ETag: \"1\"\nContent-Length: {Content.Length}", Content.AsMemory(0, 20_000));
            await Task.Delay(Timeout.Infinite, stop);
        });
        var source = SourceOf(server.Address + "/pkg-1.0.tar.gz", Content);
        using var victim = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", typeof(Program).Assembly.Location, "fetch", SourcesDirectory, source.Uri.Text, ChecksumOf(Content).ToString()]))!;
        var partial = Path.Combine(SourcesDirectory, ".partial", "pkg-1.0.tar.gz");
        for (var clock = Stopwatch.StartNew(); !File.Exists(partial) || new FileInfo(partial).Length < 20_000;)
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
            await Task.Delay(10);
        }
        var next = FetchAsync(source);
        Assert.That(Visible(), Is.Empty);
        victim.Kill();
        await next;
        Assert.That(server.Questions.Last().From, Is.EqualTo(20_000));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(SourcesDirectory, "pkg-1.0.tar.gz")), Is.EqualTo(Content));
    }

    [Test]
    public async Task A_full_disk_is_said_and_leaves_nothing_half()
    {
        var support = await IsolationSupport.ProbeAsync(default);
        Assume.That(support.Supported.HasFlag(Isolation.Mounts), "this machine does not allow mount namespaces");
        var server = ServeContent(Content);
        var script = $"mkdir -p '{SourcesDirectory}' && mount -t tmpfs -o size=64k none '{SourcesDirectory}' && "
            + $"{{ dotnet exec '{typeof(Program).Assembly.Location}' fetch '{SourcesDirectory}' {server.Address}/pkg-1.0.tar.gz {ChecksumOf(Content)}; ls '{SourcesDirectory}'; }}";
        var result = await Runner.RunAsync(ProcessRequest.Of("sh", "-c", script) with { Isolation = Isolation.Mounts }, default);
        Assert.That(result.Output, Is.Empty);
        Assert.That(string.Join('\n', result.LastLines), Does.Contain($"Can not keep pkg-1.0.tar.gz in {SourcesDirectory}: No space left on device"));
    }

    [Test]
    public async Task A_directory_that_can_not_be_written_is_said()
    {
        await File.WriteAllTextAsync(SourcesDirectory, "a file");
        Assert.That(() => FetchAsync(SourceOf("http://127.0.0.1:9/pkg-1.0.tar.gz", Content)),
            Throws.TypeOf<AimeeException>().With.Message.StartsWith($"Can not keep pkg-1.0.tar.gz in {SourcesDirectory}: "));
    }

    private static async Task SlowlyAsync(Question question, System.Net.Sockets.NetworkStream stream)
    {
        await LoopbackServer.WriteAsync(stream, "200 OK", $"Content-Length: {Content.Length}", Content.AsMemory(0, 1000));
        for (var rest = Content.AsMemory(1000); rest.Length > 0; rest = rest[Math.Min(rest.Length, 60_000)..])
        {
            await Task.Delay(100);
            await stream.WriteAsync(rest[..Math.Min(rest.Length, 60_000)]);
        }
    }
}
