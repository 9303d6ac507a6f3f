using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>
/// The directory <c>sysroot/TRIPLE</c>: installed packages together, for people and for stages that can not be given a
/// view. Each package is there as the old one or as the new one, also after a kill: a change that was broken off is
/// taken back before the next one. What is known of the packages stands in the hidden directory <c>.installed</c>.
/// </summary>
public sealed class Sysroot : IDisposable
{
    private readonly SysrootPlaces _places;
    private readonly InstalledRecords _records;
    private readonly SysrootChange _change;
    private readonly IProcessRunner _runner;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>A sysroot.</summary>
    /// <param name="directory">The directory; made when something is installed.</param>
    /// <param name="runner">Runs the decompressors that are programs.</param>
    public Sysroot(string directory, IProcessRunner runner)
    {
        _places = new(Path.GetFullPath(directory));
        _records = new(_places.Packages);
        _change = new(_places, _records);
        _runner = runner;
    }

    /// <summary>The directory.</summary>
    public string Directory => _places.Root;

    /// <summary>Looks up a package.</summary>
    /// <param name="id">The package: <c>category/name</c>.</param>
    /// <returns>What is known of it; null when it is not installed, or when a change of it is not over.</returns>
    public InstalledPackage? Find(string id) => _records.Find(id) is { } package && !IsChanging(id) ? package : null;

    /// <summary>The files of an installed package: paths below the sysroot, no directories. Empty when it is not installed.</summary>
    /// <param name="id">The package: <c>category/name</c>.</param>
    public ImmutableArray<string> FilesOf(string id) => [.. _records.FilesOf(id)];

    /// <summary>Installs a package in place of the version that is there.</summary>
    /// <param name="request">The package.</param>
    /// <param name="cancellationToken">Breaks off; the sysroot is then as it was.</param>
    /// <exception cref="AimeeException">
    /// A file of the package is another one's too (all such are named), the archive is not what its digest says, or
    /// post-install failed. The sysroot is then as it was.
    /// </exception>
    public async Task InstallAsync(InstallRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var change = Guid.NewGuid().ToString("N");
        try
        {
            // As long as this is held, nobody takes the change for one that was broken off.
            using var alive = await FileLock.TakeAsync(_places.Alive(change), onWait: null, cancellationToken).ConfigureAwait(false);
            try
            {
                // What takes long is done before anybody has to wait for it.
                await VerifiedArchive.UnpackAsync(request.Archive, request.Digest, _places.New(change), _runner, cancellationToken).ConfigureAwait(false);
                await ChangeAsync(() => new Installation(_places, _records, _change, request, change).RunAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _change.Discard(change);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not install {request.Id} in {Directory}: {e.Message}.", e);
        }
    }

    /// <summary>Removes a package and what its post-install wrote, and nothing else; nothing when it is not installed.</summary>
    /// <param name="id">The package: <c>category/name</c>.</param>
    /// <param name="cancellationToken">Gives up waiting for another change.</param>
    /// <exception cref="AimeeException">A file can not be removed; the next change tries again.</exception>
    public async Task UninstallAsync(string id, CancellationToken cancellationToken)
    {
        if (!System.IO.Directory.Exists(Directory))
        {
            return;
        }
        try
        {
            await ChangeAsync(
                () =>
                {
                    Uninstall(id);
                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not uninstall {id} from {Directory}: {e.Message}.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Uninstall(string id)
    {
        if (_records.Find(id) is not { } package)
        {
            return;
        }
        var others = _records.OwnersOf(package.Written.ToHashSet(StringComparer.Ordinal), exceptFor: id);
        var intent = new Intent(Guid.NewGuid().ToString("N"), id, IsInstall: false)
        {
            Files = [.. _records.FilesOf(id), .. package.Written.Where(path => !others.ContainsKey(path))],
            Leaving = package.Made,
        };
        _change.Begin(intent);
        _change.Remove(intent);
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var held = await FileLock.TakeAsync(_places.Lock, onWait: null, cancellationToken).ConfigureAwait(false);
            if (_change.Pending() is { } brokenOff)
            {
                _change.Recover(brokenOff);
            }
            _change.Sweep();
            await change().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool IsChanging(string id) => _change.Pending()?.Id == id;
}
