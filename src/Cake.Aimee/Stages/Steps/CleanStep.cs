using Cake.Aimee.Archives;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Takes a package's work away, with <c>distclean</c> its artifacts too.</summary>
/// <param name="artifacts">Knows the artifacts.</param>
internal sealed class CleanStep(BuildArtifacts artifacts) : IStageStep
{
    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        // What was built for the build machine has no clean of its own.
        foreach (var directory in new[] { run.Place.Directory, run.Place.Directory + "@host" })
        {
            await Task.Run(() => DirectoryRemoval.Remove(directory), cancellationToken).ConfigureAwait(false);
        }

        if (run.Node.Stage == StageNames.Distclean)
        {
            await artifacts.RemoveAllAsync(run.Rules, cancellationToken).ConfigureAwait(false);
        }
    }
}
