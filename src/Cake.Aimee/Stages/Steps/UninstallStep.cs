namespace Cake.Aimee.Stages.Steps;

/// <summary>Takes a package out of the sysroot, with all that its installation has written there.</summary>
/// <param name="artifacts">Knows the sysroot.</param>
internal sealed class UninstallStep(BuildArtifacts artifacts) : IStageStep
{
    /// <inheritdoc/>
    public Task RunAsync(StageRun run, CancellationToken cancellationToken) =>
        artifacts.SysrootOf(run.Package).UninstallAsync(BuildArtifacts.IdIn(run.Package), cancellationToken);
}
