using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Oci;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images.Registries;

/// <summary>A registry, through skopeo: which digest a tag stands for, and tags for what is there. Images go by the engines.</summary>
/// <param name="processes">Runs skopeo.</param>
/// <param name="login">The login.</param>
internal sealed class Registry(IProcessRunner processes, RegistryLogin login)
{
    /// <summary>What docker calls the directory that skopeo takes as an image.</summary>
    private const string DirectoryVersion = "Directory Transport Version: 1.1\n";

    /// <summary>The login that is used.</summary>
    public RegistryLogin Login => login;

    /// <summary>How long a registry that failed is left alone before the second attempt; before each further one twice as long.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a name stands for now.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The manifest or index; null when there is no such name.</returns>
    public async Task<RegistryManifest?> FindAsync(ImageReference name, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        return await TryReadAsync(name, name.ToString(), ["--raw"], content, cancellationToken).ConfigureAwait(false)
            ? RegistryManifest.Read(name.ToString(), content.ToArray())
            : null;
    }

    /// <summary>What an image says of itself.</summary>
    /// <param name="repository">Where it is.</param>
    /// <param name="digest">The digest of its manifest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">There is no such image any more.</exception>
    public async Task<ImageConfig> ConfigAsync(ImageReference repository, Digest digest, CancellationToken cancellationToken)
    {
        var name = $"{repository.Repository}@{digest}";
        using var content = new MemoryStream();
        return await TryReadAsync(repository, name, ["--config", "--raw"], content, cancellationToken).ConfigureAwait(false)
            ? ImageConfig.Read(name, content.ToArray())
            : throw Gone(repository, digest.ToString());
    }

    /// <summary>Names what the registry has already.</summary>
    /// <param name="name">The name that it gets.</param>
    /// <param name="digest">The digest of a manifest in the same repository.</param>
    /// <param name="cancellationToken">Gives up; the name is not given then.</param>
    public Task TagAsync(ImageReference name, Digest digest, CancellationToken cancellationToken) => RunAsync(
        [
            "copy", "--quiet", "--preserve-digests", .. login.Access.Options(name, "src-"), .. login.Access.Options(name, "dest-"),
            $"docker://{name.Repository}@{digest}", $"docker://{name}",
        ],
        cancellationToken);

    /// <summary>Names an index of images that the registry has already.</summary>
    /// <param name="name">The name that it gets.</param>
    /// <param name="index">The index.</param>
    /// <param name="cancellationToken">Gives up; the name is not given then.</param>
    public async Task PutIndexAsync(ImageReference name, byte[] index, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("aimee-index-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(directory, "manifest.json"), index, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(directory, "version"), DirectoryVersion, cancellationToken).ConfigureAwait(false);
            await RunAsync(
                [
                    "copy", "--quiet", "--preserve-digests", "--multi-arch", "index-only", .. login.Access.Options(name, "dest-"),
                    $"dir:{directory}", $"docker://{name}",
                ],
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>The words for a tag whose image went while it was asked for.</summary>
    internal static AimeeException Gone(ImageReference name, string digest) => new(
        $"{name} stood for {digest} when the registry was asked, and the registry has that no more: the tag moved meanwhile. Run the same command again.");

    private async Task<bool> TryReadAsync(
        ImageReference image, string name, string[] what, MemoryStream content, CancellationToken cancellationToken)
    {
        var request = ProcessRequest.Of("skopeo", ["inspect", .. what, .. login.Access.Options(image), $"docker://{name}"]) with
        {
            Secrets = login.Access.Secrets,
            Output = (output, stop) => output.CopyToAsync(content, stop),
        };
        var result = await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
        var said = RegistryFailure.Said(result.LastLines);
        return result.ExitCode == 0 || (RegistryFailure.IsAbsence(said) ? false : throw new AimeeException(said));
    }

    private async Task RunAsync(string[] words, CancellationToken cancellationToken)
    {
        var request = ProcessRequest.Of("skopeo", words) with { Secrets = login.Access.Secrets };
        var result = await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new AimeeException(RegistryFailure.Said(result.LastLines));
        }
    }
}
