using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>Work that ends when the test says so. It runs on the test's own thread: what can start has started when a call returns.</summary>
internal sealed class ScriptedWork : IStageWork
{
    private readonly Dictionary<StageNode, TaskCompletionSource<bool>> running = [];

    // With a context, what waits for a stage's end would go on later, on another thread.
    public ScriptedWork() => SynchronizationContext.SetSynchronizationContext(null);

    public Func<StageNode, IEnumerable<StageNode>> Identity { get; set; } = _ => [];

    public Func<StageNode, StageDecision> Decision { get; set; } = _ => StageDecision.Run;

    public Func<StageNode, bool> Slot { get; set; } = _ => true;

    /// <summary>Called before a stage's work begins.</summary>
    public Action<StageNode, StageSlot?> Begin { get; set; } = (_, _) => { };

    /// <summary>What has happened: <c>bring</c> or <c>run</c>, and the stage.</summary>
    public List<string> Log { get; } = [];

    public IReadOnlyCollection<StageNode> Running => running.Keys;

    /// <summary>The names of what runs, sorted.</summary>
    public string RunningNames => string.Join(' ', running.Keys.Select(node => node.Id).Order(StringComparer.Ordinal));

    public IEnumerable<StageNode> IdentityOf(StageNode node) => Identity(node);

    /// <summary>Delays decisions until the test lets them come.</summary>
    public Func<StageNode, Task> Deciding { get; set; } = _ => Task.CompletedTask;

    public async ValueTask<StageVerdict> DecideAsync(StageNode node, CancellationToken cancellationToken)
    {
        await Deciding(node).WaitAsync(cancellationToken).ConfigureAwait(false);
        return new(Decision(node), "scripted");
    }

    public bool IsDone(StageNode node) => Decision(node) == StageDecision.Done;

    public Task<bool> BringAsync(StageNode node, CancellationToken cancellationToken) => BeginAsync("bring", node, null, cancellationToken);

    public Task RunAsync(StageNode node, StageSlot slot, CancellationToken cancellationToken) => BeginAsync("run", node, slot, cancellationToken);

    public bool HoldsSlot(StageNode node) => Slot(node);

    public void End(string id, bool result = true) => End(running.Keys.Single(node => node.Id == id), result);

    public void End(StageNode node, bool result = true) => Take(node).SetResult(result);

    public void Fail(string id) => Fail(running.Keys.Single(node => node.Id == id), new AimeeException($"{id} is broken"));

    public void Fail(StageNode node, Exception exception) => Take(node).SetException(exception);

    private TaskCompletionSource<bool> Take(StageNode node)
    {
        running.Remove(node, out var source);
        return source!;
    }

    private Task<bool> BeginAsync(string what, StageNode node, StageSlot? slot, CancellationToken cancellationToken)
    {
        Begin(node, slot);
        Log.Add($"{what} {node}");
        var source = new TaskCompletionSource<bool>();
        running.Add(node, source);
        cancellationToken.Register(() => Cancelled(node, cancellationToken));
        return source.Task;
    }

    private void Cancelled(StageNode node, CancellationToken cancellationToken)
    {
        if (running.Remove(node, out var source))
        {
            source.SetCanceled(cancellationToken);
        }
    }
}
