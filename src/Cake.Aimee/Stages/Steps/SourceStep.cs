using Cake.Aimee.Archives;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Makes the prepared source the package's own <c>source/</c>, to be worked on there.</summary>
internal sealed class SourceStep : IStageStep
{
    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        var target = Path.Combine(run.Rules.Directory, "source");
        if (Directory.Exists(target))
        {
            throw run.Failure($"would overwrite {target}: remove it, or go on working there");
        }

        using var pending = new PendingPath(target, Path.Combine(run.Rules.Directory, ".source.tmp"));
        await Task.Run(() => DirectoryCopy.Copy(run.SourceDirectory, pending.TemporaryPath, cancellationToken), cancellationToken).ConfigureAwait(false);
        pending.Commit();
        run.Log.Write($"made {target}");
    }
}
