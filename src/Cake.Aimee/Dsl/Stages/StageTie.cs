namespace Cake.Aimee.Dsl;

/// <summary>A task of a host's own that runs before or after a stage.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Stage">The stage: <c>core/zlib:package</c>.</param>
/// <param name="RunsBefore">Whether the task comes first; else the stage does.</param>
public readonly record struct StageTie(string Task, string Stage, bool RunsBefore);
