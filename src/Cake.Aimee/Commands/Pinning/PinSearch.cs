using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Commands.Pinning;

/// <summary>Finds out what pins sources: the digest of what comes, or the commit that a branch or tag is at.</summary>
internal sealed class PinSearch : IDisposable
{
    private readonly IProcessRunner processes;
    private readonly SourceFetcher fetcher;

    /// <summary>A search that takes what is in <c>sources/</c>, upstream or at the mirrors already, as every fetch does.</summary>
    public PinSearch(SourceSettings settings, IProcessRunner processes) => (this.processes, fetcher) = (processes, new(settings, processes));

    /// <summary>A search that asks the URIs themselves, whatever is known of them.</summary>
    /// <param name="settings">The tree's settings.</param>
    /// <param name="directory">A directory of its own for what comes.</param>
    /// <param name="processes">Runs git and its kin.</param>
    public static PinSearch Anew(SourceSettings settings, string directory, IProcessRunner processes) =>
        new(settings with { Directory = directory, Upstreams = [], Mirrors = [] }, processes);

    /// <summary>Whether nothing says what a source's content has to be.</summary>
    public static bool IsMissing(PackageSource source) => !source.IsPinned && SourceUri.TryParse(source.Uri, out _) is not { IsPinned: true };

    /// <summary>Whether a source's place can be asked again: one that is known by its commit alone stays what it is.</summary>
    public static bool CanBeAskedAgain(PackageSource source) =>
        SourceUri.TryParse(source.Uri, out _) is { } uri
        && (!uri.IsRepository || uri.Revision.Kind is RevisionKind.Branch or RevisionKind.Tag || source.Sha256 is not null);

    /// <summary>Finds out what pins a source.</summary>
    /// <exception cref="Diagnostics.AimeeException">It does not come, or the repository can not be asked.</exception>
    public async Task<ImmutableArray<Pin>> FindAsync(Package package, PackageSource source, CancellationToken cancellationToken)
    {
        var plain = (source with { Sha256 = null, Sha512 = null, Commit = null }).ToSource(trustOnFirstUse: true);
        if (plain.Uri.IsRepository && package.Format == RulesFormat.Yaml && source.Sha256 is null)
        {
            var commit = await RepositoryState.CommitAsync(plain.Uri, processes, cancellationToken).ConfigureAwait(false);
            return [new(package, source, Pin.CommitKey, commit, plain.Uri.ToString())];
        }

        var fetched = await fetcher.FetchAsync(plain, onProgress: null, cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    public void Dispose() => fetcher.Dispose();
}
