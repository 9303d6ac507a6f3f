using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Commands.Pinning;

/// <summary>
/// Finds out what pins sources: the digest of what comes, or the commit that a branch or tag is at. The URI itself is
/// asked first: a file that is here, upstream or at a mirror has the name alone in common, and names like
/// <c>v1.0.tar.gz</c> are many packages'.
/// </summary>
/// <param name="settings">How the tree's sources are fetched.</param>
/// <param name="isAnew">Whether nothing but the URIs is asked, and nothing kept.</param>
/// <param name="processes">Runs git and its kin.</param>
internal sealed class PinSearch(SourceSettings settings, bool isAnew, IProcessRunner processes)
{
    /// <summary>Whether nothing says what a source's content has to be.</summary>
    public static bool IsMissing(PackageSource source) => !source.IsPinned && SourceUri.TryParse(source.Uri, out _) is not { IsPinned: true };

    /// <summary>Whether a source's place can be asked again: one that is known by its commit alone stays what it is.</summary>
    public static bool CanBeAskedAgain(PackageSource source) =>
        SourceUri.TryParse(source.Uri, out _) is { } uri
        && (!uri.IsRepository || uri.Revision.Kind is RevisionKind.Branch or RevisionKind.Tag || source.Sha256 is not null);

    /// <summary>Finds out what pins a source.</summary>
    /// <exception cref="AimeeException">It does not come, or the repository can not be asked.</exception>
    public async Task<ImmutableArray<Pin>> FindAsync(Package package, PackageSource source, CancellationToken cancellationToken)
    {
        var plain = (source with { Sha256 = null, Sha512 = null, Commit = null }).ToSource(trustOnFirstUse: true);
        if (plain.Uri.IsRepository && package.Format == RulesFormat.Yaml && source.Sha256 is null)
        {
            var commit = await RepositoryState.CommitAsync(plain.Uri, processes, cancellationToken).ConfigureAwait(false);
            return [new(package, source, Pin.CommitKey, commit, plain.Uri.ToString())];
        }

        var passing = Directory.CreateDirectory(Path.Combine(settings.Directory, ".anew", Path.GetRandomFileName()));
        try
        {
            var fetched = await FetchAsync(plain, passing.FullName, cancellationToken).ConfigureAwait(false);
            return await PinsAsync(package, source, fetched, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            passing.Delete(recursive: true);
        }
    }

    private async Task<FetchedSource> FetchAsync(Source source, string directory, CancellationToken cancellationToken)
    {
        try
        {
            using var fetcher = new SourceFetcher(settings with { Directory = directory, Upstreams = [], Mirrors = [] }, processes);
            var fetched = await fetcher.FetchAsync(source, onProgress: null, cancellationToken).ConfigureAwait(false);
            if (!isAnew)
            {
                await KeepAsync(source, fetched, directory, cancellationToken).ConfigureAwait(false);
            }

            return fetched;
        }
        catch (AimeeException) when (!isAnew)
        {
            // What the URI does not give may be here by its name, upstream or at a mirror; the user reads where from.
            using var fetcher = new SourceFetcher(settings, processes);
            return await fetcher.FetchAsync(source, onProgress: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts what has come into <c>sources/</c>, so that the fetch stage finds it.</summary>
    private async Task KeepAsync(Source source, FetchedSource fetched, string directory, CancellationToken cancellationToken)
    {
        using var fetcher = new SourceFetcher(settings with { Upstreams = [Path.GetFullPath(directory)], Mirrors = [] }, processes);
        await fetcher.FetchAsync(source with { Checksums = [fetched.Sha256] }, onProgress: null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ImmutableArray<Pin>> PinsAsync(
        Package package, PackageSource source, FetchedSource fetched, CancellationToken cancellationToken)
    {
        ImmutableArray<Pin> sha256 = source.Sha512 is null || source.Sha256 is not null
            ? [new(package, source, Pin.Sha256Key, fetched.Sha256.Hex, fetched.Location)]
            : [];
        if (source.Sha512 is null)
        {
            return sha256;
        }

        var sha512 = await Checksums.ComputeAsync(fetched.Path, [ChecksumAlgorithm.Sha512], cancellationToken).ConfigureAwait(false);
        return [.. sha256, new(package, source, Pin.Sha512Key, sha512[0].Hex, fetched.Location)];
    }
}
