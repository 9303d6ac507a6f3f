using System.Collections.Immutable;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>A build whose stages end when the test says so, and whose tasks are joined as the test says.</summary>
internal sealed class ScriptedBuild : IAsyncDisposable
{
    private readonly ImmutableArray<StageNode> targets;

    public ScriptedBuild(StageGraph graph, string[] targets, Func<ScriptedBuild, SchedulingOptions>? options = null)
    {
        Graph = graph;
        this.targets = StageTargets.Resolve(graph, targets);
        Tasks = graph.Closure(this.targets);
        Options = (options?.Invoke(this) ?? new() { Jobs = 100 }) with { Launch = work => work() };
        Scheduler = new StageScheduler(graph, Work, Options);
    }

    public StageGraph Graph { get; }

    public SchedulingOptions Options { get; }

    public ScriptedWork Work { get; } = new();

    public StageScheduler Scheduler { get; }

    /// <summary>The stages in the order in which Cake runs their tasks.</summary>
    public ImmutableArray<StageNode> Tasks { get; }

    public StageNode this[string id] => Graph.Find(id)!;

    public HashSet<StageNode> Set(params string[] ids) => [.. ids.Select(id => this[id])];

    public ScriptedBuild Start()
    {
        Scheduler.Start(Tasks, targets);
        return this;
    }

    public Task<StageOutcome> Join(string id) => Scheduler.JoinAsync(this[id], CancellationToken.None);

    /// <summary>Joins tasks that are to be there by now.</summary>
    public async Task Joined(params string[] ids)
    {
        foreach (var id in ids)
        {
            var join = Join(id);
            Assert.That(Scheduler.JoinsAtHand, Is.Zero, $"{id} is still to come; running: {Work.RunningNames}");
            await join;
        }
    }

    /// <summary>Ends stages one after another.</summary>
    public void End(params string[] ids)
    {
        foreach (var id in ids)
        {
            Work.End(id);
        }
    }

    public ValueTask DisposeAsync() => Scheduler.DisposeAsync();
}
