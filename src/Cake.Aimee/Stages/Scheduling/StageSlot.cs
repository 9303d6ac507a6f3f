namespace Cake.Aimee.Stages.Scheduling;

/// <summary>The place that a stage runs in: no two stages have the same at once.</summary>
/// <param name="Number">From 0 up to the number of jobs; null for a stage that runs beside them.</param>
public readonly record struct StageSlot(int? Number);
