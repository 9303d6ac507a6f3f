using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Upstreams;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;
using Cake.Aimee.Tests.Sources;

namespace Cake.Aimee.Tests.Artifacts;

internal sealed class UpstreamTests : ArtifactTests
{
    private readonly ConcurrentDictionary<string, byte[]> _stored = new();
    private readonly List<IDisposable> _open = [];
    private LoopbackServer _server = null!;
    private Func<Question, NetworkStream, Task<bool>> _lie = null!;
    private ArtifactSidecar _sidecar = null!;

    private static SourceSettings Settings => new("/none") { Attempts = 2, FirstDelay = TimeSpan.FromMilliseconds(5), StallTime = TimeSpan.FromSeconds(20) };

    private string KeyPath => $"/cache/keys/{_sidecar.Key}.json";

    private string BlobPath => $"/cache/blobs/sha256/{_sidecar.Digest}";

    [SetUp]
    public async Task StartServer()
    {
        _stored.Clear();
        _lie = (_, _) => Task.FromResult(false);
        _server = new(async (question, stream, _) =>
        {
            if (!await _lie(question, stream))
            {
                await AnswerAsync(question, stream);
            }
        });
        _sidecar = await PackAsync("core/zlib", "1.0", "usr/lib/libz=" + new string('z', 50_000));
    }

    [TearDown]
    public void StopServer()
    {
        _open.ForEach(item => item.Dispose());
        _open.Clear();
        _server.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_one_machine_pushes_another_pulls(bool isServer)
    {
        var upstream = Open(isServer ? _server.Address + "/cache/" : InTop("upstream"));
        Assert.That(await upstream.FindAsync(_sidecar.Key, default), Is.Null);
        Assert.That(await upstream.PushAsync(_sidecar, Store, default), Is.True);
        Assert.That(await upstream.PushAsync(_sidecar, Store, default), Is.False, "it has it");
        var found = await upstream.FindAsync(_sidecar.Key, default);
        Assert.That(found?.Digest, Is.EqualTo(_sidecar.Digest));
        var other = new ArtifactStore(InTop("other"));
        await upstream.PullAsync(found!, other, default);
        Assert.That(await File.ReadAllBytesAsync(other.PathOf(_sidecar.Name)), Is.EqualTo(await File.ReadAllBytesAsync(Store.PathOf(_sidecar.Name))));
        Assert.That(other.Find(_sidecar.Name)?.Key, Is.EqualTo(_sidecar.Key));
        await upstream.PullAsync(found!, other, default);
        if (isServer)
        {
            Assert.That(_server.Questions.Where(question => question.Method == "PUT").Select(question => question.Path), Is.EqualTo([BlobPath, KeyPath]), "the archive before what names it");
            Assert.That(_server.Questions.Count(question => question.Line.StartsWith($"GET {BlobPath}", StringComparison.Ordinal)), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task An_archive_that_two_keys_name_goes_once()
    {
        var upstream = Open();
        await upstream.PushAsync(_sidecar, Store, default);
        await upstream.PushAsync(_sidecar with { Key = KeyOf('b') }, Store, default);
        Assert.That(_server.Questions.Count(question => question.Line.StartsWith($"PUT {BlobPath}", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(_stored.Keys, Has.Count.EqualTo(3));
    }

    [TestCase("404 Not Found")]
    [TestCase("409 Conflict")]
    [TestCase("500 Internal Server Error")]
    public async Task Collections_that_are_missing_are_made(string status)
    {
        var collections = new ConcurrentDictionary<string, bool>();
        _lie = async (question, stream) =>
        {
            var parent = question.Path[..(question.Path.LastIndexOf('/') + 1)];
            if (question.Method == "MKCOL")
            {
                collections[question.Path] = true;
                await LoopbackServer.WriteAsync(stream, "201 Created", "Content-Length: 0", default);
                return true;
            }
            if (question.Method == "PUT" && !collections.ContainsKey(parent))
            {
                await LoopbackServer.WriteAsync(stream, status, "Content-Length: 0", default);
                return true;
            }
            return false;
        };
        await Open().PushAsync(_sidecar, Store, default);
        Assert.That(_server.Questions.Where(question => question.Method == "MKCOL").Select(question => question.Path), Is.EqualTo(["/cache/", "/cache/blobs/", "/cache/blobs/sha256/", "/cache/", "/cache/keys/"]));
    }

    [TestCase("HTML", "that is no description of an artifact")]
    [TestCase("other key", "with another key")]
    [TestCase("path", "that is no description of an artifact")]
    [TestCase("huge", "it has more than 1048576 bytes: that is no description of an artifact")]
    [TestCase("500", "500 Broken (2 attempts)")]
    [TestCase("403", "403 Forbidden")]
    [TestCase("stall", "the server sent nothing for 0.4 s (2 attempts)")]
    [TestCase("cut", "(2 attempts)")]
    [TestCase("redirect", "more than 10 redirects")]
    public async Task A_key_that_is_answered_with_nonsense_is_an_error_that_says_so(string lie, string reason)
    {
        var text = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Store.PathOf(_sidecar.Name) + ".json"));
        _lie = async (_, stream) =>
        {
            await (lie switch
            {
                "HTML" => WriteAsync(stream, "200 OK", "<html>Please log in</html>"),
                "other key" => WriteAsync(stream, "200 OK", text.Replace(_sidecar.Key, KeyOf('e'), StringComparison.Ordinal)),
                "path" => WriteAsync(stream, "200 OK", text.Replace("\"core\"", "\"../..\"", StringComparison.Ordinal)),
                "huge" => WriteAsync(stream, "200 OK", new string('x', 2_000_000)),
                "500" => WriteAsync(stream, "500 Broken", "no"),
                "403" => WriteAsync(stream, "403 Forbidden", "no"),
                "stall" => Task.Delay(3000),
                "cut" => LoopbackServer.WriteAsync(stream, "200 OK", "Content-Length: 500", "{"u8.ToArray()),
                _ => LoopbackServer.WriteAsync(stream, "302 Found", "Location: /again\nContent-Length: 0", default),
            });
            return true;
        };
        var error = await Assert.ThrowsAsync<ArtifactUpstreamException>(
            () => Open(stallTime: TimeSpan.FromSeconds(lie == "stall" ? 0.4 : 20)).FindAsync(_sidecar.Key, default));
        Assert.That(error!.Message, Does.StartWith($"{_server.Address}{KeyPath}: ").And.Contains(reason));
    }

    [TestCase("wrong", "its content has the SHA-256 ")]
    [TestCase("short", "bytes, not ")]
    [TestCase("long", "bytes, not ")]
    [TestCase("endless", "it has more than ")]
    [TestCase("HTML", "bytes, not ")]
    [TestCase("cut", "(2 attempts)")]
    [TestCase("404", "404 Not Found")]
    public async Task An_archive_that_is_not_what_was_promised_is_never_seen(string lie, string reason)
    {
        var upstream = Open();
        await upstream.PushAsync(_sidecar, Store, default);
        var content = _stored[BlobPath];
        _lie = async (question, stream) =>
        {
            if (question.Path != BlobPath)
            {
                return false;
            }
            await (lie switch
            {
                "wrong" => ServeAsync(stream, [.. content[..^1], (byte)(content[^1] ^ 1)]),
                "short" => ServeAsync(stream, content[..^1]),
                "long" => ServeAsync(stream, [.. content, 0]),
                "endless" => EndlessAsync(stream),
                "HTML" => WriteAsync(stream, "200 OK", "<html>Please log in</html>"),
                "cut" => LoopbackServer.WriteAsync(stream, "200 OK", $"Content-Length: {content.Length}", content.AsMemory(0, 10)),
                _ => WriteAsync(stream, "404 Not Found", "no"),
            });
            return true;
        };
        var other = new ArtifactStore(InTop("other"));
        var error = await Assert.ThrowsAsync<ArtifactUpstreamException>(() => upstream.PullAsync(_sidecar, other, default));
        Assert.That(error!.Message, Does.StartWith($"{_server.Address}{BlobPath}: ").And.Contains(reason));
        Assert.That(other.Find(_sidecar.Name), Is.Null);
        Assert.That(Directory.Exists(InTop("other/core")), Is.False);
        _lie = (_, _) => Task.FromResult(false);
        await upstream.PullAsync(_sidecar, other, default);
        Assert.That(other.Find(_sidecar.Name)?.Digest, Is.EqualTo(_sidecar.Digest));
    }

    [Test]
    public async Task A_broken_archive_there_is_replaced_by_whoever_builds_it_again()
    {
        var upstream = Open();
        await upstream.PushAsync(_sidecar, Store, default);
        var content = _stored[BlobPath];
        _stored[BlobPath] = [.. content[..^1], (byte)(content[^1] ^ 1)];
        Assert.That(() => upstream.PullAsync(_sidecar, new(InTop("other")), default), Throws.TypeOf<ArtifactUpstreamException>());
        Assert.That(await upstream.PushAsync(_sidecar, Store, default), Is.True);
        Assert.That(_stored[BlobPath], Is.EqualTo(content));
        _stored[BlobPath] = content[..10];
        Assert.That(await Open().PushAsync(_sidecar, Store, default), Is.True, "of another size");
        Assert.That(_stored[BlobPath], Is.EqualTo(content));
        _stored[KeyPath] = "<html>"u8.ToArray();
        Assert.That(await Open().PushAsync(_sidecar, Store, default), Is.True);
        Assert.That((await Open().FindAsync(_sidecar.Key, default))?.Digest, Is.EqualTo(_sidecar.Digest));
    }

    [Test]
    public async Task A_damaged_archive_is_not_pushed()
    {
        var path = Store.PathOf(_sidecar.Name);
        var content = await File.ReadAllBytesAsync(path);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(path, content);
        Assert.That(() => Open().PushAsync(_sidecar, Store, default), Throws.TypeOf<AimeeException>().With.Message.Contains("is damaged"));
        Assert.That(_stored, Is.Empty);
    }

    [Test]
    public void An_upstream_that_only_fails_is_not_asked_for_ever()
    {
        _lie = async (_, stream) =>
        {
            await WriteAsync(stream, "503 Away", "no");
            return true;
        };
        var upstream = Open();
        for (var i = 0; i < 3; i++)
        {
            Assert.That(() => upstream.FindAsync(_sidecar.Key, default), Throws.TypeOf<ArtifactUpstreamException>());
        }
        var before = _server.Questions.Count;
        Assert.That(() => upstream.FindAsync(KeyOf('c'), default), Throws.TypeOf<ArtifactUpstreamException>().With.Message.Contains("is not asked again"));
        Assert.That(() => upstream.PushAsync(_sidecar, Store, default), Throws.TypeOf<ArtifactUpstreamException>());
        Assert.That(_server.Questions, Has.Count.EqualTo(before));
    }

    [Test]
    public void Nobody_there_is_an_error_without_the_password() => Assert.That(
        () => Open("http://me:geheim@127.0.0.1:9/cache").FindAsync(KeyOf('a'), default),
        Throws.TypeOf<ArtifactUpstreamException>().With.Message.StartsWith($"http://me:***@127.0.0.1:9/cache/keys/{KeyOf('a')}.json: ").And.Message.Not.Contains("geheim"));

    [Test]
    public async Task The_password_goes_to_the_server_alone()
    {
        await Open(_server.Address.Replace("http://", "http://me:geheim@", StringComparison.Ordinal) + "/cache").PushAsync(_sidecar, Store, default);
        Assert.That(_server.Questions.Select(question => question.Headers.GetValueOrDefault("Authorization")), Is.All.EqualTo("Basic bWU6Z2VoZWlt"));
    }

    [TestCase("ftp://host/x")]
    [TestCase("relative/path")]
    [TestCase("http://")]
    public void An_address_of_another_kind_is_refused(string address) =>
        Assert.That(() => Open(address), Throws.TypeOf<AimeeException>().With.Message.Contains($"'{address.TrimEnd('/')}' of artifacts can not be used"));

    [Test]
    public async Task Several_pushes_and_pulls_at_once_do_no_harm()
    {
        var others = Enumerable.Range(0, 4).Select(_ => Open()).ToList();
        await Task.WhenAll(others.Select(upstream => upstream.PushAsync(_sidecar, Store, default)));
        var other = new ArtifactStore(InTop("other"));
        await Task.WhenAll(others.Select(upstream => upstream.PullAsync(_sidecar, other, default)));
        Assert.That(_server.Questions.Count(question => question.Line.StartsWith($"GET {BlobPath}", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(other.Find(_sidecar.Name), Is.Not.Null);
    }

    private ArtifactUpstream Open(string? address = null, TimeSpan? stallTime = null)
    {
        var upstream = new ArtifactUpstream(address ?? _server.Address + "/cache", Settings with { StallTime = stallTime ?? Settings.StallTime });
        _open.Add(upstream);
        return upstream;
    }

    private Task AnswerAsync(Question question, NetworkStream stream)
    {
        if (question.Method == "PUT")
        {
            _stored[question.Path] = question.Body;
            return LoopbackServer.WriteAsync(stream, "201 Created", "Content-Length: 0", default);
        }
        return !_stored.TryGetValue(question.Path, out var content) ? LoopbackServer.WriteAsync(stream, "404 Not Found", "Content-Length: 0", default)
            : question.Method == "HEAD" ? LoopbackServer.WriteAsync(stream, "200 OK", $"Content-Length: {content.Length}", default)
            : LoopbackServer.ServeAsync(question, stream, content, "\"1\"");
    }

    private static Task WriteAsync(NetworkStream stream, string status, string body) => ServeAsync(stream, Encoding.UTF8.GetBytes(body), status);

    private static Task ServeAsync(NetworkStream stream, byte[] body, string status = "200 OK") =>
        LoopbackServer.WriteAsync(stream, status, $"Content-Length: {body.Length}", body);

    private static async Task EndlessAsync(NetworkStream stream)
    {
        await LoopbackServer.WriteAsync(stream, "200 OK", "", default);
        for (var i = 0; i < 1000; i++)
        {
            await stream.WriteAsync(new byte[10_000]);
        }
    }
}
