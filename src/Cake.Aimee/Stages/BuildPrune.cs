using System.Collections.Immutable;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Processes;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Stages;

/// <summary>Removes artifacts and sources that newer ones have replaced, and what was unpacked of them.</summary>
/// <param name="tree">The tree.</param>
/// <param name="processes">Runs programs.</param>
/// <param name="tell">Told what goes, a line each.</param>
public sealed class BuildPrune(BuildTree tree, IProcessRunner processes, Action<string> tell)
{
    /// <summary>How many replaced artifacts of a package stay; null for all: without an upstream they would be lost.</summary>
    public int? Keep => tree.Config.Keep ?? (tree.Config.Upstream.Artifacts is null ? null : 0);

    /// <summary>Removes them.</summary>
    /// <param name="cancellationToken">Stops after the file at hand.</param>
    /// <returns>How many unpacked artifacts were removed.</returns>
    /// <exception cref="Diagnostics.AimeeException">Something can not be removed.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var stores = Stores();
        foreach (var store in Keep is null ? [] : stores)
        {
            await PruneAsync(store, stores, Keep!.Value, cancellationToken).ConfigureAwait(false);
        }

        var left = stores.SelectMany(store => store.All()).Select(artifact => artifact.Digest).ToHashSet(StringComparer.Ordinal);
        using var unpacked = new UnpackedArtifacts(Path.Combine(tree.Config.Paths.Sysroot, ".unpacked"), processes);
        return (await unpacked.PruneAsync(left, cancellationToken).ConfigureAwait(false)).Length;
    }

    private ImmutableArray<ArtifactStore> Stores() => Directory.Exists(tree.Config.Paths.Artifacts)
        ?
        [
            .. Directory.GetDirectories(tree.Config.Paths.Artifacts).Order(StringComparer.Ordinal)
                .Where(directory => Targets.TargetTriple.TryParse(Path.GetFileName(directory)) is not null)
                .Select(directory => new ArtifactStore(directory)),
        ]
        : [];

    private async Task PruneAsync(ArtifactStore store, ImmutableArray<ArtifactStore> stores, int keep, CancellationToken cancellationToken)
    {
        var current = tree.Packages
            .SelectMany(package => package.Splits.Keys.Select(split => $"{package.Id}-{split}").Append(package.Id).Select(id => $"{id} {package.Version} {package.Release}"))
            .ToHashSet(StringComparer.Ordinal);
        var sources = tree.Packages.SelectMany(package => package.Sources).Select(source => source.ToSource(trustOnFirstUse: true).Uri.Archive)
            .Concat(stores.Where(other => other != store).SelectMany(other => other.All()).SelectMany(artifact => artifact.Sources.Keys))
            .ToHashSet(StringComparer.Ordinal);
        var plan = PrunePlan.Of(
            store.All(), keep, artifact => current.Contains($"{artifact.Name.Id} {artifact.Name.Version} {artifact.Name.Release}"), sources);
        foreach (var artifact in plan.Artifacts)
        {
            tell($"{Path.GetFileName(store.Directory)}: {artifact.Name}");
        }

        foreach (var source in plan.Sources)
        {
            tell($"sources: {source}");
        }

        await plan.ApplyAsync(store, tree.Config.Paths.Sources, cancellationToken).ConfigureAwait(false);
    }
}
