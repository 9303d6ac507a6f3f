using System.Collections.Concurrent;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Artifacts.Upstreams;

/// <summary>
/// Artifacts that machines share: <c>keys/KEY.json</c>, a sidecar, names <c>blobs/sha256/DIGEST</c>, an archive. What
/// comes from there is believed by its digest; whatever an upstream does wrong costs time alone. One that has failed
/// several times in a row is not asked again.
/// </summary>
public sealed class ArtifactUpstream : IDisposable
{
    /// <summary>The largest sidecar that is read, in bytes.</summary>
    internal const int LargestSidecar = 1024 * 1024;

    private const int MostFailures = 3;
    private readonly string _name;
    private readonly IUpstreamPlace _place;
    private readonly ConcurrentDictionary<string, bool> _broken = new(StringComparer.Ordinal);
    private int _failures;

    /// <summary>An upstream.</summary>
    /// <param name="address">A directory, or an http or https address of a server that takes PUT; it may hold a name and a password.</param>
    /// <param name="settings">How often and how patiently a server is asked.</param>
    /// <exception cref="AimeeException">The address is of another kind.</exception>
    public ArtifactUpstream(string address, SourceSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        _name = SourceUri.Hide(address).TrimEnd('/');
        _place = address.StartsWith('/') ? new DirectoryPlace(address)
            : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 ? new HttpPlace(address.TrimEnd('/'), settings)
            : uri is { IsFile: true } ? new DirectoryPlace(uri.LocalPath)
            : throw new AimeeException($"The upstream '{_name}' of artifacts can not be used: it has to be a directory, or an http or https address.");
    }

    /// <summary>Asks for the artifact that was made under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>What the upstream says of it, not verified; null when it has none.</returns>
    /// <exception cref="ArtifactUpstreamException">The upstream can not be asked, or answers nonsense.</exception>
    public Task<ArtifactSidecar?> FindAsync(string key, CancellationToken cancellationToken) =>
        AskAsync(NameOfKey(key), async name => await _place.ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } text ? Read(text, key) : null);

    /// <summary>Brings an artifact into a store; it is seen there only when it is whole and verified.</summary>
    /// <param name="sidecar">The artifact, as <see cref="FindAsync"/> told of it.</param>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Breaks off; what has come so far is kept for the next time.</param>
    /// <exception cref="ArtifactUpstreamException">The upstream does not give it, or gives something else.</exception>
    /// <exception cref="AimeeException">The store can not be written.</exception>
    public async Task PullAsync(ArtifactSidecar sidecar, ArtifactStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            var path = store.FetchPathOf(sidecar.Digest);
            using var held = await FileLock.TakeAsync(Path.Combine(store.Directory, ".locks", PassingPlace.RootName, sidecar.Digest), onWait: null, cancellationToken).ConfigureAwait(false);
            if (store.Find(sidecar.Name)?.Digest == sidecar.Digest)
            {
                return;
            }
            await AskAsync(NameOfBlob(sidecar.Digest), name => FetchAsync(name, sidecar, path, cancellationToken)).ConfigureAwait(false);
            await store.PublishAsync(path, sidecar, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not keep {sidecar.Name} in {store.Directory}: {e.Message}.", e);
        }
    }

    /// <summary>Puts an artifact there, unless it is: first the archive, then the key that names it.</summary>
    /// <param name="sidecar">The artifact.</param>
    /// <param name="store">The store that it is in.</param>
    /// <param name="cancellationToken">Breaks off; a key without its archive is never seen.</param>
    /// <returns>Whether anything had to be put there.</returns>
    /// <exception cref="ArtifactUpstreamException">The upstream does not take it.</exception>
    /// <exception cref="AimeeException">The archive in the store is damaged.</exception>
    public async Task<bool> PushAsync(ArtifactSidecar sidecar, ArtifactStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        ArgumentNullException.ThrowIfNull(store);
        var isKnown = await AskAsync(NameOfKey(sidecar.Key), name => KnowsAsync(name, sidecar.Key, cancellationToken)).ConfigureAwait(false);
        if (isKnown)
        {
            return false;
        }
        await VerifiedArchive.CheckAsync(store.PathOf(sidecar.Name), sidecar.Digest, cancellationToken).ConfigureAwait(false);
        await AskAsync(NameOfBlob(sidecar.Digest), async name =>
        {
            var size = await _place.SizeOfAsync(name, cancellationToken).ConfigureAwait(false);
            if (size != sidecar.Size || _broken.ContainsKey(sidecar.Digest))
            {
                await _place.PutAsync(name, store.PathOf(sidecar.Name), replaces: size is not null, cancellationToken).ConfigureAwait(false);
            }
            return true;
        }).ConfigureAwait(false);
        return await AskAsync(NameOfKey(sidecar.Key), async name =>
        {
            await _place.PutAsync(name, store.SidecarPathOf(sidecar.Name), replaces: true, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _place.Dispose();

    /// <summary>Whether the upstream has an artifact under the key already, as far as is known a good one.</summary>
    private async Task<bool> KnowsAsync(string name, string key, CancellationToken cancellationToken) =>
        await _place.ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } text
        && ArtifactJson.ReadSidecar(text) is { } sidecar
        && sidecar.Key == key
        && !_broken.ContainsKey(sidecar.Digest)
        && await _place.SizeOfAsync(NameOfBlob(sidecar.Digest), cancellationToken).ConfigureAwait(false) == sidecar.Size;

    private async Task<bool> FetchAsync(string name, ArtifactSidecar sidecar, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isResumed = File.Exists(path);
            try
            {
                await _place.FetchAsync(name, sidecar.Size, sidecar.Digest, path, cancellationToken).ConfigureAwait(false);
                var actual = await VerifiedArchive.DigestOfAsync(path, cancellationToken).ConfigureAwait(false);
                return actual == sidecar.Digest ? true : throw new WrongContentException($"its content has the SHA-256 {actual}");
            }
            catch (WrongContentException) when (isResumed)
            {
                // Parts of different contents may have come together: once more, from the beginning.
                new PartialFile(path).Remove();
            }
            catch (WrongContentException)
            {
                _broken[sidecar.Digest] = true;
                new PartialFile(path).Remove();
                throw;
            }
        }
    }

    private static ArtifactSidecar Read(byte[] text, string key) => ArtifactJson.ReadSidecar(text) switch
    {
        null => throw new FetchException("that is no description of an artifact"),
        { } sidecar when sidecar.Key != key => throw new FetchException($"that describes {sidecar.Name} with another key, {sidecar.Key}"),
        var sidecar => sidecar,
    };

    private async Task<T> AskAsync<T>(string name, Func<string, Task<T>> action)
    {
        if (_failures >= MostFailures)
        {
            throw new ArtifactUpstreamException($"{_name}/{name}: the upstream has failed {MostFailures} times in a row and is not asked again.");
        }
        try
        {
            var result = await action(name).ConfigureAwait(false);
            Interlocked.Exchange(ref _failures, 0);
            return result;
        }
        catch (FetchException e)
        {
            Interlocked.Increment(ref _failures);
            throw new ArtifactUpstreamException($"{_name}/{name}: {e.Message}.", e);
        }
    }

    private static string NameOfKey(string key) => ArtifactSidecar.IsKey(key)
        ? $"keys/{key}.json"
        : throw new ArgumentException($"'{key}' is no key.", nameof(key));

    private static string NameOfBlob(string digest) => $"blobs/sha256/{digest}";
}
