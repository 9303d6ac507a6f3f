using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts;

/// <summary>
/// The directory <c>artifacts/TRIPLE</c>: archives by category and name, each with its sidecar beside it. An archive
/// without a sidecar that fits it is not there: a build that broke off left it.
/// </summary>
/// <param name="directory">The directory; made when something is put into it.</param>
public sealed class ArtifactStore(string directory)
{
    private readonly ArtifactListing _listing = new(System.IO.Path.GetFullPath(directory));

    /// <summary>The directory.</summary>
    public string Directory { get; } = System.IO.Path.GetFullPath(directory);

    /// <summary>Where an archive stands, or would.</summary>
    /// <param name="name">The artifact.</param>
    public string PathOf(ArtifactName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return System.IO.Path.Combine(Directory, name.Category, name.FileName);
    }

    /// <summary>The artifact of a name.</summary>
    /// <param name="name">The artifact.</param>
    /// <returns>Its sidecar; null when archive or sidecar is not there, or they do not fit each other.</returns>
    public ArtifactSidecar? Find(ArtifactName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _listing.Find(name);
    }

    /// <summary>A package's artifact that was made under a key, whatever its version and format.</summary>
    /// <param name="category">The package's category.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="key">The key.</param>
    /// <returns>Its sidecar; null when there is none.</returns>
    public ArtifactSidecar? Find(string category, string name, string key) =>
        _listing.Of(category, name).FirstOrDefault(sidecar => sidecar.Key == key);

    /// <summary>All artifacts, in the order of their categories and file names.</summary>
    public IEnumerable<ArtifactSidecar> All() => _listing.All();

    /// <summary>Makes a package's artifacts of its install root. Each appears whole, and with its sidecar.</summary>
    /// <param name="request">What is packed, and under which names.</param>
    /// <param name="runner">Runs the compressors that are programs.</param>
    /// <param name="cancellationToken">Breaks off; what was there stays.</param>
    /// <exception cref="AimeeException">Two splits want one file, or the install root can not be read or the store not be written.</exception>
    public async Task<PackedArtifacts> PackAsync(ArtifactRequest request, IProcessRunner runner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var entries = InstallRoot.Read(request.InstallRoot);
            var plan = SplitPlan.Of(entries, request.Splits);
            var packing = new ArtifactPacking(this, request, plan, runner);
            var sidecars = ImmutableArray.CreateBuilder<ArtifactSidecar>();
            foreach (var split in request.Splits.Prepend(null))
            {
                sidecars.Add(await packing.PackAsync(split, cancellationToken).ConfigureAwait(false));
            }
            return new(sidecars.ToImmutable(), plan.Warnings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not make the artifact {request.Name} in {Directory}: {e.Message}.", e);
        }
    }

    /// <summary>Removes an artifact, unless another one has taken its name meanwhile.</summary>
    /// <param name="sidecar">The artifact.</param>
    /// <param name="cancellationToken">Gives up waiting for whoever writes it.</param>
    /// <exception cref="IOException">It can not be removed.</exception>
    public async Task RemoveAsync(ArtifactSidecar sidecar, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        using var held = await LockAsync(sidecar.Name, cancellationToken).ConfigureAwait(false);
        if (Find(sidecar.Name)?.Digest == sidecar.Digest)
        {
            File.Delete(SidecarPathOf(sidecar.Name));
            File.Delete(PathOf(sidecar.Name));
        }
    }

    /// <summary>Where an archive's sidecar stands, or would.</summary>
    internal string SidecarPathOf(ArtifactName name) => ArtifactListing.SidecarOf(PathOf(name));

    /// <summary>A path for an archive that is fetched from elsewhere: the same for the same archive, so that a later fetch can go on.</summary>
    internal string FetchPathOf(string digest) => System.IO.Path.Combine(
        System.IO.Directory.CreateDirectory(System.IO.Path.Combine(Directory, PassingPlace.RootName)).FullName, digest);

    /// <summary>Gives an archive that is whole, verified and flushed its name, and writes its sidecar.</summary>
    internal async Task PublishAsync(string passing, ArtifactSidecar sidecar, CancellationToken cancellationToken)
    {
        var path = PathOf(sidecar.Name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using var held = await LockAsync(sidecar.Name, cancellationToken).ConfigureAwait(false);
        // The old sidecar must never stand beside the new archive.
        if (Find(sidecar.Name) is { } old && old.Digest == sidecar.Digest)
        {
            File.Delete(passing);
        }
        else
        {
            File.Delete(SidecarPathOf(sidecar.Name));
            File.Move(passing, path, overwrite: true);
        }
        // Written beside the archive that passes: whoever is killed here leaves it where the next one clears.
        PendingPath.WriteFile(SidecarPathOf(sidecar.Name), $"{passing}.json", ArtifactJson.Write(sidecar));
    }

    private Task<FileLock> LockAsync(ArtifactName name, CancellationToken cancellationToken) =>
        FileLock.TakeAsync(System.IO.Path.Combine(Directory, ".locks", name.Category, name.FileName), onWait: null, cancellationToken);
}
