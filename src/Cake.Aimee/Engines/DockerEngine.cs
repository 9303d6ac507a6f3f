using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Engines;

/// <summary>
/// Images and containers by a docker daemon, through the <c>docker</c> client; DOCKER_HOST and docker's contexts
/// say which daemon.
/// </summary>
/// <param name="processes">Runs the client.</param>
public sealed partial class DockerEngine(IProcessRunner processes) : IEngine
{
    /// <inheritdoc/>
    public string Name => "docker";

    /// <inheritdoc/>
    public async Task<EngineImage?> FindAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var request = ProcessRequest.Of("docker", "image", "inspect", reference.ToString());
        var result = await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
        return result.ExitCode switch
        {
            0 => ReadImage(result.Output),
            _ when result.LastLines.Any(line => line.Contains("No such image", StringComparison.OrdinalIgnoreCase)) => null,
            _ => throw EngineFailure.Of(request, result),
        };
    }

    /// <inheritdoc/>
    public async Task<EngineImage> ImportAsync(
        string archive, ImageReference reference, ImageSettings settings, CancellationToken cancellationToken)
    {
        string[] platform = settings.Architecture is null ? [] : ["--platform", $"linux/{settings.Architecture}"];
        await processes.RunCheckedAsync(
            ProcessRequest.Of(
                "docker",
                ["import", .. platform, .. DockerChanges.Of(settings), archive, reference.ToString()]),
            cancellationToken).ConfigureAwait(false);
        return await InspectAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IWorkingContainer> StartAsync(
        ImageReference image, string name, ImmutableArray<Mount> mounts, CancellationToken cancellationToken)
    {
        await RunAsync(ProcessRequest.Of("docker", "rm", "--force", name), cancellationToken).ConfigureAwait(false);
        var own = await StartCommandAsync(image, cancellationToken).ConfigureAwait(false);
        await processes.RunCheckedAsync(
            ProcessRequest.Of(
                "docker",
                [
                    "run", "--detach", "--name", name, "--user", "0:0", "--entrypoint", "/bin/sh",
                    .. mounts.SelectMany(mount => new[] { "--volume", $"{mount.Source}:{mount.Target}" }),
                    image.ToString(), "-c", "exec sleep infinity",
                ]),
            cancellationToken).ConfigureAwait(false);
        return new DockerContainer(this, processes, name, own);
    }

    /// <inheritdoc/>
    public Task<MountedImage?> MountAsync(ImageReference image, CancellationToken cancellationToken) => Task.FromResult<MountedImage?>(null);

    /// <inheritdoc/>
    public Task RemoveAsync(ImageReference reference, CancellationToken cancellationToken) =>
        RunAsync(ProcessRequest.Of("docker", "image", "rm", reference.ToString()), cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> TagsAsync(string repository, CancellationToken cancellationToken)
    {
        var result = await processes.RunCheckedAsync(
            ProcessRequest.Of("docker", "image", "ls", "--format", "{{.Tag}}", repository), cancellationToken).ConfigureAwait(false);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <inheritdoc/>
    public Task SaveAsync(ImageReference reference, string archive, CancellationToken cancellationToken) =>
        processes.RunCheckedAsync(
            ProcessRequest.Of("docker", "save", "--output", archive, reference.ToString()), cancellationToken);

    /// <inheritdoc/>
    public async Task<EngineImage> LoadAsync(
        string archive, ImageReference reference, CancellationToken cancellationToken)
    {
        // "Loaded image: name:tag" or, for an archive that names none, "Loaded image ID: sha256:…".
        var loaded = await processes.RunCheckedAsync(
            ProcessRequest.Of("docker", "load", "--input", archive), cancellationToken).ConfigureAwait(false);
        var last = loaded.Output.Split('\n').Last(line => line.StartsWith("Loaded image", StringComparison.Ordinal));
        var name = last[(last.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim();
        await processes.RunCheckedAsync(ProcessRequest.Of("docker", "tag", name, reference.ToString()), cancellationToken)
            .ConfigureAwait(false);
        return await InspectAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task TagAsync(ImageReference reference, ImageReference name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(name);
        return processes.RunCheckedAsync(ProcessRequest.Of("docker", "tag", reference.ToString(), name.ToString()), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string> PushAsync(
        ImageReference reference, ImageReference destination, RegistryAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await TagAsync(reference, destination, cancellationToken).ConfigureAwait(false);
        var push = await RequestAsync(access, cancellationToken, "push", destination.ToString()).ConfigureAwait(false);
        var pushed = await processes.RunCheckedAsync(push, cancellationToken).ConfigureAwait(false);
        return PushedDigest().Match(pushed.Output) is { Success: true } match
            ? match.Groups[1].Value
            : throw new AimeeException($"docker does not say which digest {destination} was pushed with; its last line is: {pushed.LastLines.LastOrDefault()}");
    }

    /// <inheritdoc/>
    public async Task<EngineImage> PullAsync(
        ImageReference source, string digest, ImageReference reference, RegistryAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var name = $"{source.Repository}@{digest}";
        var pull = await RequestAsync(access, cancellationToken, "pull", "--quiet", name).ConfigureAwait(false);
        await processes.RunCheckedAsync(pull, cancellationToken).ConfigureAwait(false);
        await processes.RunCheckedAsync(ProcessRequest.Of("docker", "tag", name, reference.ToString()), cancellationToken).ConfigureAwait(false);
        // Else the image would stay, under a name of the registry's, when ours is taken away.
        await RunAsync(ProcessRequest.Of("docker", "image", "rm", name), cancellationToken).ConfigureAwait(false);
        return await InspectAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A command that speaks to a registry. Docker's client takes a whole directory of settings for a file of logins, and
    /// with them loses the user's choice of a daemon: that is told to it.
    /// </summary>
    private async Task<ProcessRequest> RequestAsync(RegistryAccess access, CancellationToken cancellationToken, params string[] words)
    {
        if (access.AuthFile is not { } file)
        {
            return ProcessRequest.Of("docker", words);
        }

        var host = await processes.RunCheckedAsync(
            ProcessRequest.Of("docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"), cancellationToken).ConfigureAwait(false);
        var request = ProcessRequest.Of("docker", ["--config", Path.GetDirectoryName(file)!, .. words]);
        return request with { Secrets = access.Secrets, Environment = request.Environment.SetItem("DOCKER_HOST", host.Output.Trim()) };
    }

    [GeneratedRegex(@"digest: (sha256:[0-9a-f]{64})")]
    private static partial Regex PushedDigest();

    internal async Task<EngineImage> InspectAsync(ImageReference reference, CancellationToken cancellationToken) =>
        await FindAsync(reference, cancellationToken).ConfigureAwait(false)
        ?? throw new AimeeException($"docker made the image {reference} and does not find it: was it removed meanwhile? Run the same command again.");

    /// <summary>Runs what may well have nothing to do: taking away a container or a name that is not there.</summary>
    internal async Task RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        var result = await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0 && !result.LastLines.Any(line => line.Contains("No such", StringComparison.OrdinalIgnoreCase)))
        {
            throw EngineFailure.Of(request, result);
        }
    }

    /// <summary>What the image itself would run: a commit takes the working container's in its place.</summary>
    private async Task<ImmutableArray<string>> StartCommandAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var result = await processes.RunCheckedAsync(
            ProcessRequest.Of(
                "docker", "image", "inspect", "--format", "{{json .Config.Entrypoint}}\n{{json .Config.Cmd}}", image.ToString()),
            cancellationToken).ConfigureAwait(false);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [$"ENTRYPOINT {OrEmpty(lines[0])}", $"CMD {OrEmpty(lines[1])}"];

        static string OrEmpty(string json) => json.Trim() is "null" or "" ? "[]" : json.Trim();
    }

    private static EngineImage ReadImage(string json)
    {
        using var document = JsonDocument.Parse(json);
        var image = document.RootElement[0];
        var id = image.GetProperty("Id").GetString()!;
        return new EngineImage(
            id[(id.IndexOf(':') + 1)..],
            id,
            image.GetProperty("Size").GetInt64(),
            EngineJson.Labels(image.GetProperty("Config")),
            image.GetProperty("Created").GetDateTimeOffset(),
            image.GetProperty("RootFS").GetProperty("Layers").GetArrayLength());
    }
}
