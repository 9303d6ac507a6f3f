using System.Collections.Immutable;
using System.Text.Json;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Engines;

/// <summary>
/// Images and containers by <c>buildah</c>, which needs no daemon. Containers run with chroot isolation, which works
/// where namespaces are limited, unless BUILDAH_ISOLATION in the caller's environment says otherwise.
/// </summary>
/// <param name="processes">Runs buildah.</param>
public sealed class BuildahEngine(IProcessRunner processes) : IEngine
{
    private const string MountPrefix = "aimee-mount-";

    /// <inheritdoc/>
    public string Name => "buildah";

    /// <inheritdoc/>
    public async Task<EngineImage?> FindAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var request = ProcessRequest.Of("buildah", "inspect", "--type", "image", Local(reference));
        var result = await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
        return result.ExitCode switch
        {
            0 => ReadImage(result.Output),
            _ when result.LastLines.Any(line => line.Contains("image not known", StringComparison.Ordinal)) => null,
            _ => throw EngineFailure.Of(request, result),
        };
    }

    /// <inheritdoc/>
    public async Task<EngineImage> ImportAsync(
        string archive, ImageReference reference, ImageSettings settings, CancellationToken cancellationToken)
    {
        // Buildah makes a name out of the path, and names have no capitals.
        var layout = Path.Combine(Path.GetTempPath(), $"aimee-import-{Guid.NewGuid():N}");
        try
        {
            await SingleLayerLayout.WriteAsync(layout, archive, settings, cancellationToken).ConfigureAwait(false);
            var image = await PullAsync(
                ProcessRequest.Of("buildah", "pull", "--quiet", $"oci:{layout}"), reference, cancellationToken).ConfigureAwait(false);
            await RunAsync(ProcessRequest.Of("buildah", "rmi", $"localhost{layout}"), cancellationToken).ConfigureAwait(false);
            return image;
        }
        finally
        {
            Directory.Delete(layout, recursive: true);
        }
    }

    /// <inheritdoc/>
    public async Task<IWorkingContainer> StartAsync(
        ImageReference image, string name, ImmutableArray<Mount> mounts, CancellationToken cancellationToken)
    {
        await RunAsync(ProcessRequest.Of("buildah", "rm", name), cancellationToken).ConfigureAwait(false);
        await processes.RunCheckedAsync(
            ProcessRequest.Of("buildah", "from", "--pull-never", "--name", name, Local(image)), cancellationToken)
            .ConfigureAwait(false);
        return new BuildahContainer(this, processes, name, mounts);
    }

    /// <inheritdoc/>
    public async Task<MountedImage?> MountAsync(ImageReference image, CancellationToken cancellationToken)
    {
        await RemoveLeftoversAsync(cancellationToken).ConfigureAwait(false);
        var name = $"{MountPrefix}{Environment.ProcessId}-{Guid.NewGuid():N}";
        await processes.RunCheckedAsync(
            ProcessRequest.Of("buildah", "from", "--pull-never", "--name", name, Local(image)), cancellationToken).ConfigureAwait(false);
        var mounted = await processes.RunCheckedAsync(ProcessRequest.Of("buildah", "mount", name), cancellationToken).ConfigureAwait(false);
        return new MountedImage(
            mounted.Output.Trim(), () => RunAsync(ProcessRequest.Of("buildah", "rm", name), CancellationToken.None));
    }

    /// <inheritdoc/>
    public Task RemoveAsync(ImageReference reference, CancellationToken cancellationToken) =>
        RunAsync(ProcessRequest.Of("buildah", "rmi", Local(reference)), cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> TagsAsync(string repository, CancellationToken cancellationToken)
    {
        var local = Local(new ImageReference(repository));
        var prefix = local[..(local.LastIndexOf(':') + 1)];
        var result = await processes.RunCheckedAsync(
            ProcessRequest.Of("buildah", "images", "--format", "{{.Name}}:{{.Tag}}"), cancellationToken).ConfigureAwait(false);
        return [.. result.Output.Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
            .Select(line => line[prefix.Length..].Trim())];
    }

    /// <inheritdoc/>
    public Task SaveAsync(ImageReference reference, string archive, CancellationToken cancellationToken) =>
        processes.RunCheckedAsync(
            ProcessRequest.Of("buildah", "push", "--quiet", Local(reference), $"docker-archive:{archive}:{Local(reference)}"),
            cancellationToken);

    /// <inheritdoc/>
    public Task<EngineImage> LoadAsync(string archive, ImageReference reference, CancellationToken cancellationToken) =>
        PullAsync(ProcessRequest.Of("buildah", "pull", "--quiet", $"docker-archive:{archive}"), reference, cancellationToken);

    /// <inheritdoc/>
    public Task TagAsync(ImageReference reference, ImageReference name, CancellationToken cancellationToken) =>
        processes.RunCheckedAsync(ProcessRequest.Of("buildah", "tag", Local(reference), Local(name)), cancellationToken);

    /// <inheritdoc/>
    public async Task<string> PushAsync(
        ImageReference reference, ImageReference destination, RegistryAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var digest = Path.Combine(Path.GetTempPath(), $"aimee-digest-{Guid.NewGuid():N}");
        try
        {
            await processes.RunCheckedAsync(
                ProcessRequest.Of(
                    "buildah",
                    ["push", "--quiet", .. access.Options(destination), "--digestfile", digest, Local(reference), $"docker://{destination}"]) with
                {
                    Secrets = access.Secrets,
                },
                cancellationToken).ConfigureAwait(false);
            return (await File.ReadAllTextAsync(digest, cancellationToken).ConfigureAwait(false)).Trim();
        }
        finally
        {
            File.Delete(digest);
        }
    }

    /// <inheritdoc/>
    public async Task<EngineImage> PullAsync(
        ImageReference source, string digest, ImageReference reference, RegistryAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(access);
        var name = $"{source.Repository}@{digest}";
        var request = ProcessRequest.Of("buildah", ["pull", "--quiet", .. access.Options(source), $"docker://{name}"]);
        var image = await PullAsync(request with { Secrets = access.Secrets }, reference, cancellationToken).ConfigureAwait(false);
        // Else the image would stay, under a name of the registry's, when ours is taken away.
        await RunAsync(ProcessRequest.Of("buildah", "rmi", name), cancellationToken).ConfigureAwait(false);
        return image;
    }

    /// <summary>Buildah takes a name without registry for one to be looked for; ours are this machine's own.</summary>
    internal static string Local(ImageReference reference) =>
        reference.Registry is null ? $"localhost/{reference}" : reference.ToString();

    internal async Task<EngineImage> InspectAsync(ImageReference reference, CancellationToken cancellationToken) =>
        await FindAsync(reference, cancellationToken).ConfigureAwait(false)
        ?? throw new AimeeException($"buildah made the image {reference} and does not find it: was it removed meanwhile? Run the same command again.");

    private async Task<EngineImage> PullAsync(ProcessRequest pull, ImageReference reference, CancellationToken cancellationToken)
    {
        var pulled = await processes.RunCheckedAsync(pull, cancellationToken).ConfigureAwait(false);
        await processes.RunCheckedAsync(
            ProcessRequest.Of("buildah", "tag", pulled.Output.Trim(), Local(reference)), cancellationToken).ConfigureAwait(false);
        return await InspectAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs what may well have nothing to do: taking away a container or a name that is not there.</summary>
    internal async Task RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        var result = await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0 && !result.LastLines.Any(IsUnknown))
        {
            throw EngineFailure.Of(request, result);
        }

        static bool IsUnknown(string line) =>
            line.Contains("not known", StringComparison.Ordinal) || line.Contains("no such", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Removes the containers of builds that were killed.</summary>
    private async Task RemoveLeftoversAsync(CancellationToken cancellationToken)
    {
        var containers = await processes.RunCheckedAsync(
            ProcessRequest.Of("buildah", "containers", "--notruncate", "--noheading", "--format", "{{.ContainerName}}"), cancellationToken).ConfigureAwait(false);
        foreach (var name in containers.Output.Split('\n').Where(name => name.StartsWith(MountPrefix, StringComparison.Ordinal)))
        {
            if (!Directory.Exists($"/proc/{name[MountPrefix.Length..].Split('-')[0]}"))
            {
                await RunAsync(ProcessRequest.Of("buildah", "rm", name.Trim()), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static EngineImage ReadImage(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        using var manifest = JsonDocument.Parse(root.GetProperty("Manifest").GetString()!);
        var layers = manifest.RootElement.GetProperty("layers").EnumerateArray().ToArray();
        var configuration = root.GetProperty("OCIv1");
        return new EngineImage(
            root.GetProperty("FromImageID").GetString()!,
            root.GetProperty("FromImageDigest").GetString()!,
            layers.Sum(layer => layer.GetProperty("size").GetInt64()),
            EngineJson.Labels(configuration.GetProperty("config")),
            configuration.GetProperty("created").GetDateTimeOffset(),
            layers.Length);
    }
}
