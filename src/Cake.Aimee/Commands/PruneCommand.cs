using System.Collections.Immutable;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Commands;

/// <summary>Removes artifacts and sources that newer ones have replaced, and what was unpacked of them.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="output">Told what goes.</param>
public sealed class PruneCommand(Workspace workspace, TextWriter output)
{
    /// <summary>Removes them, down to the config's <c>keep</c>.</summary>
    /// <param name="cancellationToken">Stops after the file at hand.</param>
    /// <exception cref="Diagnostics.AimeeException">The tree has errors, or something can not be removed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        var config = workspace.Config;
        var stores = Directory.Exists(config.Paths.Artifacts)
            ? Directory.GetDirectories(config.Paths.Artifacts).Order(StringComparer.Ordinal)
                .Where(directory => Path.GetFileName(directory) is { } name && name != "images" && name != "nuget" && name[0] != '.')
                .Select(directory => new ArtifactStore(directory)).ToImmutableArray()
            : [];
        if (Keep() is { } keep)
        {
            foreach (var store in stores)
            {
                await PruneAsync(store, stores, planned, keep, cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            await output.WriteLineAsync("All artifacts and sources are kept: 'keep: 0' in the config lets the replaced ones go.").ConfigureAwait(false);
        }

        var left = stores.SelectMany(store => store.All()).Select(artifact => artifact.Digest).ToHashSet(StringComparer.Ordinal);
        using var unpacked = new UnpackedArtifacts(Path.Combine(config.Paths.Sysroot, ".unpacked"), workspace.Processes);
        var removed = await unpacked.PruneAsync(left, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync($"Removed {removed.Length} unpacked artifacts that nothing needs.").ConfigureAwait(false);
    }

    /// <summary>How many replaced ones stay; null for all.</summary>
    private int? Keep() => workspace.Config.Keep ?? (workspace.Config.Upstream.Artifacts is null ? null : 0);

    private async Task PruneAsync(
        ArtifactStore store, ImmutableArray<ArtifactStore> stores, PlannedTree planned, int keep, CancellationToken cancellationToken)
    {
        var current = planned.Tree.Packages
            .SelectMany(package => package.Splits.Keys.Select(split => $"{package.Id}-{split}").Append(package.Id).Select(id => $"{id} {package.Version} {package.Release}"))
            .ToHashSet(StringComparer.Ordinal);
        var sources = planned.Tree.Packages.SelectMany(package => package.Sources).Select(source => source.ToSource(trustOnFirstUse: true).Uri.Archive)
            .Concat(stores.Where(other => other != store).SelectMany(other => other.All()).SelectMany(artifact => artifact.Sources.Keys))
            .ToHashSet(StringComparer.Ordinal);
        var plan = PrunePlan.Of(
            store.All(), keep, artifact => current.Contains($"{artifact.Name.Id} {artifact.Name.Version} {artifact.Name.Release}"), sources);
        foreach (var artifact in plan.Artifacts)
        {
            await output.WriteLineAsync($"{Path.GetFileName(store.Directory)}: {artifact.Name}").ConfigureAwait(false);
        }

        foreach (var source in plan.Sources)
        {
            await output.WriteLineAsync($"sources: {source}").ConfigureAwait(false);
        }

        await plan.ApplyAsync(store, workspace.Config.Paths.Sources, cancellationToken).ConfigureAwait(false);
    }
}
