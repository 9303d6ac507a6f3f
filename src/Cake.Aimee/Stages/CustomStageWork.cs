using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages;

/// <summary>A stage that a program adds, and what does it.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="RunAsync">Does it for one package. It fails by throwing; what it writes into the log is kept.</param>
public sealed record CustomStageWork(CustomStage Stage, Func<CustomStageCall, CancellationToken, Task> RunAsync);
