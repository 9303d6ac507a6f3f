namespace Cake.Aimee.Stages.Scheduling;

/// <summary>What was decided about a stage.</summary>
/// <param name="Decision">What has to be done.</param>
/// <param name="Reason">Why, in a few words.</param>
public readonly record struct StageVerdict(StageDecision Decision, string Reason);
