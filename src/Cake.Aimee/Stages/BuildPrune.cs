using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Stages;

/// <summary>Removes artifacts and sources that newer ones have replaced, what was unpacked of them, and what killed builds left.</summary>
/// <param name="tree">The tree.</param>
/// <param name="processes">Runs programs.</param>
/// <param name="tell">Told what goes, a line each.</param>
public sealed class BuildPrune(BuildTree tree, IProcessRunner processes, Action<string> tell)
{
    private static readonly TimeSpan LongestWork = TimeSpan.FromDays(1);

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

        foreach (var leftover in Leftovers())
        {
            tell($"left behind: {Path.GetRelativePath(tree.Config.TopDirectory, leftover)}");
            DirectoryRemoval.Remove(leftover);
        }

        var left = stores.SelectMany(store => store.All()).Select(artifact => artifact.Digest).ToHashSet(StringComparer.Ordinal);
        using var unpacked = new UnpackedArtifacts(Path.Combine(tree.Config.Paths.Sysroot, ".unpacked"), processes);
        return (await unpacked.PruneAsync(left, cancellationToken).ConfigureAwait(false)).Length;
    }

    /// <summary>What killed builds have not given its name any more: nobody works on one file for so long.</summary>
    private ImmutableArray<string> Leftovers() =>
    [
        .. new[] { tree.Config.Paths.Artifacts, tree.Config.Paths.Sources }.Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
            .Where(file => IsUnfinished(Path.GetFileName(file)) || file.Contains($"/{PassingPlace.RootName}/", StringComparison.Ordinal))
            .Concat(ForgottenDownloads())
            .Where(path => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > LongestWork)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Downloads that broke off, of archives that no package wants any more: the others may still go on.</summary>
    private IEnumerable<string> ForgottenDownloads()
    {
        var directory = Path.Combine(tree.Config.Paths.Sources, SourceStore.PartialName);
        var wanted = tree.Packages.SelectMany(Archives).ToHashSet(StringComparer.Ordinal);
        return Directory.Exists(directory)
            ? Directory.EnumerateFileSystemEntries(directory).Where(path => !wanted.Any(archive => Path.GetFileName(path).StartsWith(archive, StringComparison.Ordinal)))
            : [];
    }

    private static IEnumerable<string> Archives(Package package) => package.Sources.Select(source => source.ToSource(trustOnFirstUse: true).Uri.Archive);

    private static bool IsUnfinished(string name) => name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal);

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
        var sources = tree.Packages.SelectMany(Archives)
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
