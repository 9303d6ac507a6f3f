using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Cake.Aimee.Engines;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>A docker daemon of the tests' own, with its data, its socket and its network bridge.</summary>
internal sealed class DockerDaemon : TestEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string directory;
    private static int count;
    private readonly int number = Environment.ProcessId + Interlocked.Increment(ref count);
    private readonly CancellationTokenSource stop = new();
    private Task<ProcessResult>? daemon;

    private DockerDaemon(string directory)
        : base(ImmutableDictionary<string, string?>.Empty.Add("DOCKER_HOST", $"unix://{directory}/socket"))
    {
        this.directory = directory;
        Engine = new DockerEngine(Runner);
    }

    public override IEngine Engine { get; }

    private string Bridge => $"aimee{number}";

    /// <summary>Starts a daemon and waits until it answers; the test is skipped where there can be none.</summary>
    public static async Task<DockerDaemon> StartAsync()
    {
        Require.Root();
        Require.Program("dockerd", "docker.io");
        Require.Program("ip", "iproute2");
        var started = new DockerDaemon(Directory.CreateDirectory($"/var/tmp/aimee-docker-{Guid.NewGuid():N}").FullName);
        try
        {
            await started.RunAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public override Task<string[]> ContainersAsync() => Runner.LinesAsync("docker", "ps", "--all", "--format", "{{.Names}}");

    public override Task<string[]> ImagesAsync() => Runner.LinesAsync("docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}");

    public override async Task<(JsonObject Config, string Architecture)> ConfigAsync(ImageReference reference)
    {
        var image = JsonNode.Parse(await Runner.OutputAsync("docker", "image", "inspect", reference.ToString()))![0]!;
        return (image["Config"]!.AsObject(), (string)image["Architecture"]!);
    }

    public override async Task AddEntrypointAsync(ImageReference from, ImageReference to, string entrypoint, string command)
    {
        await Runner.OutputAsync("docker", "create", "--name", "entrypoint", from.ToString());
        await Runner.OutputAsync(
            "docker", "commit", "--change", $"ENTRYPOINT [\"{entrypoint}\"]", "--change", $"CMD [\"{command}\"]", "entrypoint", to.ToString());
        await Runner.OutputAsync("docker", "rm", "entrypoint");
    }

    public override async ValueTask DisposeAsync()
    {
        if (daemon is { IsCompleted: false })
        {
            foreach (var container in await ContainersAsync())
            {
                await Runner.OutputAsync("docker", "rm", "--force", container);
            }
        }

        await stop.CancelAsync();
        await (daemon ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Runner.RunAsync(ProcessRequest.Of("ip", "link", "delete", Bridge), CancellationToken.None);
        await Runner.OutputAsync("rm", "-rf", "--one-file-system", directory);
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        // A bridge of its own: two daemons on one would give out the same addresses.
        await Runner.OutputAsync("ip", "link", "add", "name", Bridge, "type", "bridge");
        await Runner.OutputAsync("ip", "address", "add", $"10.213.{number % 256}.1/24", "dev", Bridge);
        await Runner.OutputAsync("ip", "link", "set", Bridge, "up");

        // The runner ends it with these tests, however they end.
        daemon = Runner.RunAsync(
            ProcessRequest.Of(
                "dockerd", "--data-root", $"{directory}/data", "--exec-root", $"{directory}/exec",
                "--pidfile", $"{directory}/pid", "--host", $"unix://{directory}/socket", "--bridge", Bridge) with
            {
                OnLine = _ => { },
            },
            stop.Token);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (await new EngineSelection(Runner).DockerVersionAsync(CancellationToken.None) is null)
        {
            if (daemon.IsCompleted)
            {
                Assert.Fail($"dockerd ended: {string.Join('\n', (await daemon).LastLines)}");
            }

            Assert.That(clock.Elapsed, Is.LessThan(Patience), "dockerd does not answer");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }
}
