using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>
/// The directory <c>sysroot/.unpacked</c>: artifacts unpacked once, each under its digest, whole or not there, to be
/// read and never written.
/// </summary>
/// <param name="directory">The directory; made when something is unpacked.</param>
/// <param name="runner">Runs the decompressors that are programs.</param>
public sealed class UnpackedArtifacts(string directory, IProcessRunner runner) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private FileLock? _use;

    /// <summary>The directory.</summary>
    public string Directory { get; } = Path.GetFullPath(directory);

    /// <summary>Views of artifacts, by what they show.</summary>
    internal string Views => Path.Combine(Directory, ".views");

    private string Uses => Path.Combine(Directory, ".uses");

    /// <summary>Unpacks an artifact, unless it is there. As long as this object lives, nobody else's <see cref="PruneAsync"/> removes anything.</summary>
    /// <param name="digest">The archive's SHA-256; it is verified.</param>
    /// <param name="archive">The archive's path.</param>
    /// <param name="cancellationToken">Breaks off; nothing half-unpacked is left.</param>
    /// <returns>The directory with the artifact's content.</returns>
    /// <exception cref="AimeeException">The archive is not what its digest says, or can not be unpacked.</exception>
    public async Task<string> UnpackAsync(string digest, string archive, CancellationToken cancellationToken)
    {
        if (!ArtifactSidecar.IsDigest(digest))
        {
            throw new ArgumentException($"'{digest}' is no SHA-256.", nameof(digest));
        }
        var path = Path.Combine(Directory, digest);
        try
        {
            await UseAsync(cancellationToken).ConfigureAwait(false);
            if (System.IO.Directory.Exists(path))
            {
                return path;
            }
            using var held = await FileLock.TakeAsync(Path.Combine(Directory, ".locks", digest), onWait: null, cancellationToken).ConfigureAwait(false);
            if (!System.IO.Directory.Exists(path))
            {
                using var pending = new PendingPath(path, Path.Combine(Directory, $".{digest}.tmp"));
                await VerifiedArchive.UnpackAsync(archive, digest, pending.TemporaryPath, runner, cancellationToken).ConfigureAwait(false);
                // What is there is believed for ever: no power cut may leave empty files.
                PosixFile.FlushFileSystem(pending.TemporaryPath);
                pending.Commit();
            }
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not unpack {archive} in {Directory}: {e.Message}.", e);
        }
    }

    /// <summary>Removes what nobody needs any more; nothing while another build uses this directory.</summary>
    /// <param name="needed">The digests of the artifacts that stay.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The digests of those that were removed.</returns>
    /// <exception cref="AimeeException">Something can not be removed.</exception>
    public async Task<ImmutableArray<string>> PruneAsync(IReadOnlySet<string> needed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(needed);
        if (!System.IO.Directory.Exists(Directory))
        {
            return [];
        }
        try
        {
            using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
            return IsUsedElsewhere() ? [] : UnpackedPrune.Remove(Directory, Views, needed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not remove unpacked artifacts from {Directory}: {e.Message}.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _use?.Dispose();
        _turn.Dispose();
    }

    /// <summary>Lets others know that what is here is used.</summary>
    internal async Task UseAsync(CancellationToken cancellationToken)
    {
        if (_use is not null)
        {
            return;
        }
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_use is null)
            {
                using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
                CountUses();
                _use = await FileLock.TakeAsync(Path.Combine(Uses, Guid.NewGuid().ToString("N")), onWait: null, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task<FileLock> LockAsync(CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Path.Combine(Directory, ".lock"), onWait: null, cancellationToken);

    private bool IsUsedElsewhere() => CountUses() > (_use is null ? 0 : 1);

    /// <summary>How many use what is here; the marks of those that are no more are removed.</summary>
    private int CountUses()
    {
        var uses = 0;
        foreach (var mark in System.IO.Directory.Exists(Uses) ? System.IO.Directory.GetFiles(Uses) : [])
        {
            using var free = FileLock.TryTake(mark);
            if (free is null)
            {
                uses++;
            }
            else
            {
                File.Delete(mark);
            }
        }
        return uses;
    }
}
