namespace Cake.Aimee.Stages.Steps;

/// <summary>What a stage of a name does for a package.</summary>
internal interface IStageStep
{
    /// <summary>Does it.</summary>
    /// <param name="run">The run: what it works on, and where.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Diagnostics.AimeeException">It failed; the message is for the person at the terminal.</exception>
    Task RunAsync(StageRun run, CancellationToken cancellationToken);
}
