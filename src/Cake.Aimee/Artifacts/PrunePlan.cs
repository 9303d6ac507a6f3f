using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Artifacts;

/// <summary>What newer artifacts have replaced. Making it changes nothing.</summary>
/// <param name="Artifacts">The artifacts that can go.</param>
/// <param name="Sources">The archives, by name, that only those were made of.</param>
public sealed record PrunePlan(ImmutableArray<ArtifactSidecar> Artifacts, ImmutableArray<string> Sources)
{
    /// <summary>
    /// Chooses what can go. Of each package the newest artifact stays, each that is needed, and of the others the
    /// newest <paramref name="keep"/>.
    /// </summary>
    /// <param name="artifacts">All artifacts of a store.</param>
    /// <param name="keep">How many old ones of a package stay.</param>
    /// <param name="isNeeded">Whether an artifact is what the rules make now.</param>
    /// <param name="neededSources">The archives that the rules name now, or that artifacts of other stores were made of.</param>
    public static PrunePlan Of(
        IEnumerable<ArtifactSidecar> artifacts, int keep, Func<ArtifactSidecar, bool> isNeeded, IReadOnlySet<string> neededSources)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        ArgumentNullException.ThrowIfNull(isNeeded);
        ArgumentNullException.ThrowIfNull(neededSources);
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        ImmutableArray<ArtifactSidecar> all = [.. artifacts];
        var going = all
            .GroupBy(artifact => artifact.Name.Id, StringComparer.Ordinal)
            .SelectMany(package => package
                .OrderByDescending(artifact => artifact.Ended)
                .ThenBy(artifact => artifact.Name.FileName, StringComparer.Ordinal)
                .Skip(1)
                .Where(artifact => !isNeeded(artifact))
                .Skip(keep))
            .OrderBy(artifact => artifact.Name.ToString(), StringComparer.Ordinal)
            .ToImmutableArray();
        var staying = all.Except(going).SelectMany(artifact => artifact.Sources.Keys).ToHashSet(StringComparer.Ordinal);
        return new(going,
        [
            .. going.SelectMany(artifact => artifact.Sources.Keys)
                .Where(source => !staying.Contains(source) && !neededSources.Contains(source))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ]);
    }

    /// <summary>Removes what was chosen.</summary>
    /// <param name="store">The store that it was chosen from.</param>
    /// <param name="sources">The directory of the sources.</param>
    /// <param name="cancellationToken">Stops after the file at hand.</param>
    /// <exception cref="AimeeException">A file can not be removed.</exception>
    public async Task ApplyAsync(ArtifactStore store, string sources, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var archives = new SourceStore(sources);
        try
        {
            foreach (var artifact in Artifacts)
            {
                await store.RemoveAsync(artifact, cancellationToken).ConfigureAwait(false);
            }
            foreach (var archive in Sources.Where(ArtifactName.IsSegment))
            {
                await archives.RemoveAsync(archive, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not remove what newer artifacts have replaced: {e.Message}.", e);
        }
    }
}
