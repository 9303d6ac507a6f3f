using Cake.Aimee.Planning;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// Watches the stages. The scheduler calls it never two at a time, and waits for it: it has to be quick. What fails
/// in it ends the build.
/// </summary>
public interface IStageObserver
{
    /// <summary>A stage could start, and waits for a slot.</summary>
    /// <param name="node">The stage.</param>
    void Queued(StageNode node)
    {
    }

    /// <summary>A stage starts.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="slot">Where it runs.</param>
    void Started(StageNode node, StageSlot slot)
    {
    }

    /// <summary>A stage prints a line. Called by the stage's work, for several stages at once.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="line">The line, secrets masked.</param>
    void Output(StageNode node, ProcessLine line)
    {
    }

    /// <summary>A stage is over, whether there was anything to do or not.</summary>
    /// <param name="outcome">How it ended.</param>
    void Ended(StageOutcome outcome)
    {
    }
}
