using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>Runs stages in parallel, and lets tasks join them one after another.</summary>
public sealed class StageScheduler : IAsyncDisposable
{
    private readonly IStageWork work;
    private readonly SchedulingOptions options;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim slots;
    private readonly ConcurrentDictionary<StageNode, Lazy<Task<StageOutcome>>> known = new();
    private readonly ConcurrentDictionary<StageNode, Lazy<Task<StageOutcome>>> present = new();
    private readonly ConcurrentDictionary<StageNode, StageOutcome> outcomes = new();
    private HashSet<StageNode> closure = [];
    private HashSet<StageNode> targets = [];

    /// <summary>A scheduler that has not started.</summary>
    /// <param name="graph">All stages.</param>
    /// <param name="work">What they do.</param>
    /// <param name="options">How they are scheduled.</param>
    public StageScheduler(StageGraph graph, IStageWork work, SchedulingOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(options);
        (this.work, this.options) = (work, options);
        slots = new SemaphoreSlim(options.Jobs);
    }

    /// <summary>How the stages ended of which that is known by now.</summary>
    public ImmutableArray<StageOutcome> Outcomes => [.. outcomes.Values];

    /// <summary>Starts to work on what was asked for. Call it once, in the first task's body.</summary>
    /// <param name="closure">The stages that have tasks. What is not among them counts as done.</param>
    /// <param name="targets">
    /// The stages whose results have to be here in the end: those that were asked for, and those that tasks of the
    /// user's own come after. The others run as they are needed.
    /// </param>
    public void Start(IEnumerable<StageNode> closure, IEnumerable<StageNode> targets)
    {
        this.closure = [.. closure];
        this.targets = [.. targets];
    }

    /// <summary>Waits for a stage. All tasks that come before its own are over by now: those not joined were passed by.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="cancellationToken">Gives up waiting; the stage goes on.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="AimeeException">It failed, or can not run as another one failed.</exception>
    public async Task<StageOutcome> JoinAsync(StageNode node, CancellationToken cancellationToken) =>
        (await JoinAllAsync([node], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Waits for several stages, as one task that stands for many does.</summary>
    /// <param name="nodes">The stages.</param>
    /// <param name="cancellationToken">Gives up waiting; the stages go on.</param>
    /// <returns>How they ended, in their order.</returns>
    /// <exception cref="AimeeException">One failed, or can not run as another one failed.</exception>
    public async Task<ImmutableArray<StageOutcome>> JoinAllAsync(IReadOnlyCollection<StageNode> nodes, CancellationToken cancellationToken) =>
    [
        .. await Task.WhenAll(nodes.Select(node => targets.Contains(node) ? PresentAsync(node) : KnownAsync(node)))
            .WaitAsync(cancellationToken).ConfigureAwait(false),
    ];

    /// <summary>Ends all that runs, starts nothing more, and waits until nothing runs.</summary>
    /// <returns>The wait.</returns>
    public async Task StopAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        foreach (var task in present.Values.Concat(known.Values))
        {
            await task.Value.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        stop.Dispose();
        slots.Dispose();
    }

    private Task<StageOutcome> KnownAsync(StageNode node) =>
        known.GetOrAdd(node, key => new(() => Task.Run(() => DecideAsync(key)))).Value;

    private Task<StageOutcome> PresentAsync(StageNode node) =>
        present.GetOrAdd(node, key => new(() => Task.Run(() => BringAsync(key)))).Value;

    private async Task<StageOutcome> DecideAsync(StageNode node)
    {
        await Task.WhenAll(work.IdentityOf(node).Where(closure.Contains).Select(KnownAsync)).ConfigureAwait(false);
        var (decision, reason) = work.Decide(node);
        return decision switch
        {
            StageDecision.Run => await PresentAsync(node).ConfigureAwait(false),
            StageDecision.Known => new(node, StageStatus.Known, reason),
            _ => End(new(node, StageStatus.UpToDate, reason)),
        };
    }

    private async Task<StageOutcome> BringAsync(StageNode node)
    {
        await Task.WhenAll(work.IdentityOf(node).Where(closure.Contains).Select(KnownAsync)).ConfigureAwait(false);
        var (decision, reason) = work.Decide(node);
        var started = options.Clock.GetUtcNow();
        if (decision == StageDecision.Done)
        {
            return End(new(node, StageStatus.UpToDate, reason));
        }

        if (decision == StageDecision.Known && await work.BringAsync(node, stop.Token).ConfigureAwait(false))
        {
            return End(new(node, StageStatus.Pulled, reason) { Started = started, Ended = options.Clock.GetUtcNow() });
        }

        await Task.WhenAll(node.Dependencies.Where(closure.Contains).Select(PresentAsync)).ConfigureAwait(false);
        await slots.WaitAsync(stop.Token).ConfigureAwait(false);
        try
        {
            started = options.Clock.GetUtcNow();
            options.Observer?.Started(node, new(0));
            await work.RunAsync(node, new(0), stop.Token).ConfigureAwait(false);
            return End(new(node, StageStatus.Ran, reason) { Started = started, Ended = options.Clock.GetUtcNow() });
        }
        finally
        {
            slots.Release();
        }
    }

    private StageOutcome End(StageOutcome outcome)
    {
        outcomes[outcome.Node] = outcome;
        options.Observer?.Ended(outcome);
        return outcome;
    }
}
