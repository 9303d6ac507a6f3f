using System.Net.Sockets;
using System.Text;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Upstreams;
using Cake.Aimee.Tests.Sources;

namespace Cake.Aimee.Tests.Artifacts;

/// <summary>Upstreams that fail and lie.</summary>
internal sealed partial class UpstreamTests
{
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
