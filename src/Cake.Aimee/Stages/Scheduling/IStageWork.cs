using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Jobserver;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// What stages do, as far as the scheduler has to know. <see cref="IdentityOf"/>, <see cref="IsDone"/> and
/// <see cref="HoldsSlot"/> are never called two at a time; the others may be at work for many stages at once.
/// </summary>
public interface IStageWork
{
    /// <summary>The tokens that stages share with what they start; null when each may start what it likes.</summary>
    IJobTokens? Tokens => null;

    /// <summary>
    /// The stages whose results have to be known before this one can be decided. All of them have to be among those
    /// that it needs, directly or not: else its join could wait for a task that Cake runs later.
    /// </summary>
    /// <param name="node">The stage.</param>
    /// <returns>The stages. Those that are not built this time, or are passed by, are not waited for.</returns>
    IEnumerable<StageNode> IdentityOf(StageNode node);

    /// <summary>
    /// Decides what has to be done for a stage. It is asked when all of <see cref="IdentityOf"/> is known, for whatever
    /// is joined or needed. What nobody may need in the end (a source, an installation) is
    /// <see cref="StageDecision.RunWhenNeeded"/>, not <see cref="StageDecision.Run"/>: a join alone runs the latter.
    /// </summary>
    /// <param name="node">The stage.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The decision. Mostly it is there at once; where another machine is asked, it may come later.</returns>
    ValueTask<StageVerdict> DecideAsync(StageNode node, CancellationToken cancellationToken);

    /// <summary>Whether a stage that was to run has been done meanwhile. It is asked once more before it runs.</summary>
    /// <param name="node">The stage.</param>
    bool IsDone(StageNode node);

    /// <summary>Brings the result of a stage that is known, when somebody needs it here.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether it is here now; when not, the stage is run.</returns>
    /// <exception cref="Diagnostics.AimeeException">It failed, and running the stage would not do either.</exception>
    Task<bool> BringAsync(StageNode node, CancellationToken cancellationToken);

    /// <summary>Runs a stage. All that it needs is here.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="slot">Where it runs.</param>
    /// <param name="cancellationToken">Ends the work; the task ends when nothing of it is left.</param>
    /// <returns>The work.</returns>
    /// <exception cref="Diagnostics.AimeeException">The stage failed.</exception>
    Task RunAsync(StageNode node, StageSlot slot, CancellationToken cancellationToken);

    /// <summary>Whether a stage keeps a processor busy. A download does not: it runs beside the slots.</summary>
    /// <param name="node">The stage.</param>
    /// <returns>Whether it takes one of the slots.</returns>
    bool HoldsSlot(StageNode node);
}
