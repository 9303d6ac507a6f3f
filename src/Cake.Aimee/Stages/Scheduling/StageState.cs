using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>What the scheduler knows of a stage that somebody has asked for.</summary>
/// <param name="node">The stage.</param>
internal sealed class StageState(StageNode node)
{
    /// <summary>The stage.</summary>
    public StageNode Node { get; } = node;

    /// <summary>Where it stands.</summary>
    public StagePhase Phase { get; set; }

    /// <summary>The most that somebody wants of it.</summary>
    public StageNeed Need { get; set; }

    /// <summary>How many others it waits for in its phase.</summary>
    public int Pending { get; set; }

    /// <summary>What was decided last.</summary>
    public StageDecision Decision { get; set; }

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Whether its result is known.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Whether its task has been reached.</summary>
    public bool IsJoined { get; set; }

    /// <summary>Whether its own join has thrown: when Cake goes on then, an error handler has taken it.</summary>
    public bool IsDelivered { get; set; }

    /// <summary>The failed stage that it waits for, maybe through others.</summary>
    public StageState? Culprit { get; set; }

    /// <summary>How it ended.</summary>
    public StageOutcome? Outcome { get; set; }

    /// <summary>When its work began.</summary>
    public DateTimeOffset Started { get; set; }

    /// <summary>Where it runs.</summary>
    public StageSlot Slot { get; set; }

    /// <summary>Those that wait for its gate.</summary>
    public List<StageState>? AwaitGate { get; set; }

    /// <summary>Those that wait for its result to be known.</summary>
    public List<StageState>? AwaitKnown { get; set; }

    /// <summary>Those that wait for its result to be here.</summary>
    public List<StageState>? AwaitOver { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Node} ({Phase})";
}
