namespace Cake.Aimee.Stages.Steps;

/// <summary>Runs the rules' tests where they were compiled.</summary>
internal sealed class TestStep : IStageStep
{
    /// <inheritdoc/>
    public Task RunAsync(StageRun run, CancellationToken cancellationToken) =>
        run.RunAsync(run.Rules.Test, run.SourceDirectory, new StageScriptParts(), cancellationToken);
}
