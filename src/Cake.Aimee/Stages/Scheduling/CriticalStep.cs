namespace Cake.Aimee.Stages.Scheduling;

/// <summary>A stage of the chain that decided how long a build took.</summary>
/// <param name="Outcome">The stage, with its times.</param>
/// <param name="Waited">How long it could have started before it did, as far as the one before it in the chain says: for a slot, or its gate.</param>
public sealed record CriticalStep(StageOutcome Outcome, TimeSpan Waited);
