using System.Collections.Immutable;
using System.Diagnostics;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>
/// Brings sources into <c>sources/</c>: from what is there already, the upstreams, the mirrors and the URI itself, in
/// this order; the next one is asked when one fails or has the wrong content. A file stands in <c>sources/</c> only
/// whole and verified. Several fetches at once, here or in other processes, do an archive once.
/// </summary>
public sealed class SourceFetcher : IDisposable
{
    private static readonly TimeSpan ProgressPause = TimeSpan.FromMilliseconds(200);
    private readonly SourceSettings _settings;
    private readonly SourceStore _store;
    private readonly HttpFetcher _http;
    private readonly Dictionary<SourceScheme, IFetcher> _fetchers;

    /// <summary>A fetcher for one tree.</summary>
    /// <param name="settings">How it fetches, and where to.</param>
    /// <param name="runner">Runs git, svn, curl and apt.</param>
    public SourceFetcher(SourceSettings settings, IProcessRunner runner)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _store = new(settings.Directory);
        _http = new(settings);
        _fetchers = new()
        {
            [SourceScheme.Http] = _http,
            [SourceScheme.Ftp] = new FtpFetcher(settings, runner),
            [SourceScheme.File] = new FileFetcher(),
            [SourceScheme.Git] = new GitFetcher(runner),
            [SourceScheme.Subversion] = new SubversionFetcher(runner),
            [SourceScheme.Apt] = new AptFetcher(settings, runner),
            [SourceScheme.Custom] = new CustomFetcher(),
        };
    }

    /// <summary>Looks whether a source is here and is what it has to be. Nothing is fetched.</summary>
    /// <param name="source">The source.</param>
    /// <param name="cancellationToken">Stops reading the file.</param>
    /// <returns>The source; null when it has to be fetched.</returns>
    public async Task<FetchedSource?> FindAsync(Source source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var path = _store.PathOf(source.Uri.Archive);
        return await _store.FindAsync(source, cancellationToken).ConfigureAwait(false) is { } sha256
            ? new(path, sha256, FetchOrigin.Local, path)
            : null;
    }

    /// <summary>Brings a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="onProgress">Told a few times a second how far it is, never two at a time; may be null.</param>
    /// <param name="cancellationToken">Breaks off; what has come so far is kept for the next time.</param>
    /// <exception cref="AimeeException">
    /// No location gives it: the message has each one and why. Or the source has no checksum and needs one, or
    /// <c>sources/</c> can not be written.
    /// </exception>
    public async Task<FetchedSource> FetchAsync(Source source, Action<FetchProgress>? onProgress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Checksums.Length == 0 && !source.TrustOnFirstUse && !source.Uri.IsPinned)
        {
            throw new AimeeException(
                $"The source {source.Uri} has no checksum{(source.Uri.IsRepository ? " and no commit" : "")}, so nothing says whether the right content comes. "
                + "'--target=Checksums --package=CATEGORY/NAME' fetches it and writes its checksum down.");
        }
        try
        {
            // Sources that are all there may lie where nobody writes.
            if (await FindAsync(source, cancellationToken).ConfigureAwait(false) is { } here)
            {
                return here;
            }
            using var held = await _store.LockAsync(source.Uri.Archive, cancellationToken).ConfigureAwait(false);
            return await FindAsync(source, cancellationToken).ConfigureAwait(false)
                ?? await CopyAsync(source, cancellationToken).ConfigureAwait(false)
                ?? await BringAsync(source, onProgress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not keep {source.Uri.Archive} in {_settings.Directory}: {e.Message}.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The same content may be here by another name.</summary>
    private async Task<FetchedSource?> CopyAsync(Source source, CancellationToken cancellationToken)
    {
        var wanted = _store.Wanted(source);
        if (_store.FindByChecksum(wanted) is not { } other)
        {
            return null;
        }
        var partial = _store.PartialPathOf(source.Uri.Archive);
        File.Copy(other, partial, overwrite: true);
        var checksums = await ComputeAsync(partial, wanted, cancellationToken).ConfigureAwait(false);
        return wanted.All(checksums.Contains) ? Publish(source, partial, checksums, FetchOrigin.Local, other) : null;
    }

    private async Task<FetchedSource> BringAsync(Source source, Action<FetchProgress>? onProgress, CancellationToken cancellationToken)
    {
        var wanted = _store.Wanted(source);
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var location in FetchLocation.Of(source, _settings, isBelievable: wanted.Count > 0))
        {
            if (location.Uri is not { } uri)
            {
                problems.Add(location.Problem);
                continue;
            }
            var job = new FetchJob(uri, wanted, _store.PartialPathOf(source.Uri.Archive), Throttled(source, uri, onProgress));
            try
            {
                // Whoever waits is to see for whom.
                job.Progress(0, null);
                var checksums = await TryAsync(job, source, cancellationToken).ConfigureAwait(false);
                return Publish(source, job.Path, checksums, location.Origin, uri.ToString()) with
                {
                    WasTrusted = wanted.Count == 0 && !source.Uri.IsPinned,
                    Problems = problems.ToImmutable(),
                };
            }
            catch (FetchException e)
            {
                problems.Add($"{uri}: {e.Message}");
            }
        }
        throw new AimeeException(
            $"Can not fetch {source.Uri.Archive}:{string.Concat(problems.Distinct().Select(problem => $"{Environment.NewLine}    {problem}"))}{Environment.NewLine}"
            + (_settings.IsKept
                ? $"Look after the network or the URI, name a mirror that has it, or put the file into {_settings.Directory} yourself."
                : "Look after the network or the URI, or name a mirror that has it."));
    }

    private async Task<ImmutableArray<Checksum>> TryAsync(FetchJob job, Source source, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            await _fetchers[job.Uri.Scheme].FetchAsync(job, cancellationToken).ConfigureAwait(false);
            var checksums = await ComputeAsync(job.Path, job.Wanted, cancellationToken).ConfigureAwait(false);
            var contradiction = ContentKind.Contradiction(source.Uri.Archive, job.Path);
            if (job.Wanted.All(checksums.Contains) && (job.Wanted.Count > 0 || contradiction is null))
            {
                return checksums;
            }
            new PartialFile(job.Path).Remove();
            if (!job.WasResumed || !isFirst)
            {
                var wrong = job.Wanted.FirstOrDefault(checksum => !checksums.Contains(checksum));
                var actual = wrong is null ? null : checksums.First(checksum => checksum.Algorithm == wrong.Algorithm);
                throw new FetchException(contradiction ?? $"the content is {actual}, not {wrong}");
            }
            // Parts of different contents have come together: once more, from the beginning.
            job.WasResumed = false;
        }
    }

    private FetchedSource Publish(Source source, string partial, ImmutableArray<Checksum> checksums, FetchOrigin origin, string location)
    {
        _store.Publish(partial, source.Uri, checksums);
        return new(_store.PathOf(source.Uri.Archive), checksums.First(checksum => checksum.Algorithm == ChecksumAlgorithm.Sha256), origin, location);
    }

    private static Task<ImmutableArray<Checksum>> ComputeAsync(string path, IReadOnlyList<Checksum> wanted, CancellationToken cancellationToken) =>
        Checksums.ComputeAsync(path, wanted.Select(checksum => checksum.Algorithm).Append(ChecksumAlgorithm.Sha256), cancellationToken);

    private static Action<long, long?> Throttled(Source source, SourceUri uri, Action<FetchProgress>? onProgress)
    {
        var clock = new Stopwatch();
        return (bytes, total) =>
        {
            if (onProgress is not null && (!clock.IsRunning || clock.Elapsed >= ProgressPause || bytes == total))
            {
                clock.Restart();
                onProgress(new(source.Uri.Archive, uri.ToString(), bytes, total));
            }
        };
    }
}
