using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Cake.Aimee.Engines;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>Buildah over a store in a directory of its own.</summary>
internal sealed class BuildahStore : TestEngine
{
    private readonly string directory;

    private BuildahStore(string directory, string configuration)
        : base(ImmutableDictionary<string, string?>.Empty
            .Add("CONTAINERS_STORAGE_CONF", configuration)
            // A daemon of the machine's own is not to be found.
            .Add("DOCKER_HOST", $"unix://{directory}/no-daemon"))
    {
        this.directory = directory;
        Engine = new BuildahEngine(Runner);
    }

    public override IEngine Engine { get; }

    /// <summary>Makes an empty store; the test is skipped where there can be none.</summary>
    public static BuildahStore Create()
    {
        Require.Root();
        Require.Program("buildah", "buildah");
        // Not below /tmp, which may be memory: a chain takes gigabytes.
        var directory = Directory.CreateDirectory($"/var/tmp/aimee-buildah-{Guid.NewGuid():N}").FullName;
        var configuration = Path.Combine(directory, "storage.conf");
        File.WriteAllText(
            configuration,
            $"""
            [storage]
            driver = "overlay"
            graphroot = "{directory}/graph"
            runroot = "{directory}/run"
            """);
        return new(directory, configuration);
    }

    public override Task<string[]> ContainersAsync() => Runner.LinesAsync("buildah", "containers", "--format", "{{.ContainerName}}");

    public override Task<string[]> ImagesAsync() => Runner.LinesAsync("buildah", "images", "--format", "{{.Name}}:{{.Tag}}");

    public override async Task<(JsonObject Config, string Architecture)> ConfigAsync(ImageReference reference)
    {
        var image = JsonNode.Parse(await Runner.OutputAsync("buildah", "inspect", "--type", "image", BuildahEngine.Local(reference)))!;
        return (image["OCIv1"]!["config"]!.AsObject(), (string)image["OCIv1"]!["architecture"]!);
    }

    public override async Task AddEntrypointAsync(ImageReference from, ImageReference to, string entrypoint, string command)
    {
        await Runner.OutputAsync("buildah", "from", "--pull-never", "--name", "entrypoint", BuildahEngine.Local(from));
        await Runner.OutputAsync("buildah", "config", "--entrypoint", $"[\"{entrypoint}\"]", "--cmd", command, "entrypoint");
        await Runner.OutputAsync("buildah", "commit", "--quiet", "--rm", "entrypoint", BuildahEngine.Local(to));
    }

    public override async ValueTask DisposeAsync()
    {
        var mounts = File.ReadLines("/proc/mounts").Select(line => line.Split(' ')[1])
            .Where(path => path.StartsWith(directory, StringComparison.Ordinal)).Reverse().ToList();
        foreach (var mount in mounts)
        {
            await Runner.RunAsync(ProcessRequest.Of("umount", "--lazy", mount), CancellationToken.None);
        }

        await Runner.OutputAsync("rm", "-rf", "--one-file-system", directory);
    }
}
