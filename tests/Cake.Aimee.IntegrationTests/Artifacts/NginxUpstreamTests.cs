using System.Globalization;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Upstreams;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Artifacts;

internal sealed class NginxUpstreamTests
{
    private const string Key = "0000000000000000000000000000000000000000000000000000000000000000";
    private readonly List<ArtifactUpstream> _open = [];
    private TemporaryDirectory _top = null!;
    private ArtifactStore _store = null!;
    private ArtifactSidecar _sidecar = null!;

    [SetUp]
    public async Task MakeArtifact()
    {
        if (NginxServer.Program is null)
        {
            Require.Program("nginx", "nginx");
        }
        _top = new();
        // Nobody can compress it, so that it goes over the wire in many pieces.
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        _top.Write("root/usr/lib/lib", Convert.ToBase64String(content));
        _store = new(Path.Combine(_top.Path, "artifacts"));
        var request = new ArtifactRequest(new("core", "big", "1.0", "0", "tar.zst"), Key, Path.Combine(_top.Path, "root"), new());
        _sidecar = (await _store.PackAsync(request, new ProcessRunner(), default)).Sidecars[0];
    }

    [TearDown]
    public void Remove()
    {
        _open.ForEach(upstream => upstream.Dispose());
        _open.Clear();
        _top?.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_one_machine_pushes_another_pulls(bool makesDirectories)
    {
        await using var server = await StartAsync(makesDirectories);
        var upstream = Open(server);
        Assert.That(await upstream.FindAsync(Key, default), Is.Null);
        Assert.That(await upstream.PushAsync(_sidecar, _store, default), Is.True);
        Assert.That(await upstream.PushAsync(_sidecar, _store, default), Is.False);
        var other = new ArtifactStore(Path.Combine(_top.Path, "other"));
        await upstream.PullAsync((await upstream.FindAsync(Key, default))!, other, default);
        Assert.That(await File.ReadAllBytesAsync(other.PathOf(_sidecar.Name)), Is.EqualTo(await File.ReadAllBytesAsync(_store.PathOf(_sidecar.Name))));
        Assert.That(server.Questions().Where(question => question.StartsWith("PUT", StringComparison.Ordinal) && question.EndsWith("201", StringComparison.Ordinal)),
            Is.EqualTo([$"PUT /cache/blobs/sha256/{_sidecar.Digest} 201", $"PUT /cache/keys/{Key}.json 201"]));
    }

    [Test]
    public async Task Who_has_no_password_is_told()
    {
        await using var server = await StartAsync(makesDirectories: true);
        Assert.That(() => Open(server, "").PushAsync(_sidecar, _store, default), Throws.TypeOf<ArtifactUpstreamException>().With.Message.Contains("401 Unauthorized"));
        Assert.That(() => Open(server, "me:falsch@").FindAsync(Key, default), Throws.TypeOf<ArtifactUpstreamException>().With.Message.Contains("401").And.Message.Not.Contains("falsch"));
        Assert.That(Directory.GetFileSystemEntries(server.Files), Is.Empty);
    }

    [Test]
    public async Task Machines_that_push_at_once_do_no_harm()
    {
        await using var server = await StartAsync(makesDirectories: false);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Open(server).PushAsync(_sidecar, _store, default)));
        var other = new ArtifactStore(Path.Combine(_top.Path, "other"));
        await Open(server).PullAsync((await Open(server).FindAsync(Key, default))!, other, default);
        Assert.That(other.Find(_sidecar.Name)?.Digest, Is.EqualTo(_sidecar.Digest));
    }

    [Test]
    public async Task What_was_damaged_on_the_server_is_found_out_and_put_right()
    {
        await using var server = await StartAsync(makesDirectories: true);
        var upstream = Open(server);
        await upstream.PushAsync(_sidecar, _store, default);
        var blob = Path.Combine(server.Files, "cache/blobs/sha256", _sidecar.Digest);
        var content = await File.ReadAllBytesAsync(blob);
        content[1_000_000] ^= 1;
        await File.WriteAllBytesAsync(blob, content);
        var other = new ArtifactStore(Path.Combine(_top.Path, "other"));
        Assert.That(() => upstream.PullAsync(_sidecar, other, default), Throws.TypeOf<ArtifactUpstreamException>().With.Message.Contains("its content has the SHA-256 "));
        Assert.That(other.Find(_sidecar.Name), Is.Null);
        await upstream.PushAsync(_sidecar, _store, default);
        await upstream.PullAsync(_sidecar, other, default);
        Assert.That(other.Find(_sidecar.Name), Is.Not.Null);
    }

    private Task<NginxServer> StartAsync(bool makesDirectories) => NginxServer.StartAsync(Path.Combine(_top.Path, "nginx"), makesDirectories);

    private ArtifactUpstream Open(NginxServer server, string user = "me:geheim@")
    {
        var upstream = new ArtifactUpstream(
            $"http://{user}127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}/cache", new SourceSettings("/none") { Attempts = 2, FirstDelay = TimeSpan.FromMilliseconds(10) });
        _open.Add(upstream);
        return upstream;
    }
}
