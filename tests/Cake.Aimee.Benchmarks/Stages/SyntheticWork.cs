using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Benchmarks.Stages;

/// <summary>Work that is decided by a rule and takes the time that another rule says.</summary>
internal sealed class SyntheticWork(StageGraph graph, Func<StageNode, StageDecision> decide, Func<StageNode, TimeSpan> duration) : IStageWork
{
    public IEnumerable<StageNode> IdentityOf(StageNode node) =>
        node.Stage == "fetch" ? [] : node.Package.Package.Depends.Build.Select(need => graph.Find($"{need.Package}:package")!);

    public ValueTask<StageVerdict> DecideAsync(StageNode node, CancellationToken cancellationToken) => new(new StageVerdict(decide(node), ""));

    public bool IsDone(StageNode node) => false;

    public Task<bool> BringAsync(StageNode node, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RunAsync(StageNode node, StageSlot slot, CancellationToken cancellationToken) =>
        duration(node) is { Ticks: > 0 } time ? Task.Delay(time, cancellationToken) : Task.CompletedTask;

    public bool HoldsSlot(StageNode node) => true;
}
