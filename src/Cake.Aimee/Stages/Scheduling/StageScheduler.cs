using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>
/// Runs stages in parallel while Cake runs their tasks one after another: each task joins its stage.
/// <para>
/// What runs is found backwards from the targets. A stage is asked for in two ways: its result is to be <i>known</i>
/// (to decide about a stage that uses it), or to be <i>present</i>. Its phases, in their order (<see cref="StagePhase"/>):
/// asleep until somebody asks; at the gate, if it has one, until its task is reached; identifying, until all that decides
/// about it is known; then it is decided. Done: it is over. Known, or to run when needed: it rests there, and is brought
/// or run once somebody needs it present. To run: it asks for all that it depends on, waits until that is over, is queued by the longest way to go,
/// decided once more when a slot is free, and runs.
/// </para>
/// <para>
/// A failed stage stops those that wait for it, and the join at hand throws. When Cake goes on after the stage's own join
/// has thrown, an error handler has taken it: the stage then counts as done. A gated stage that lies before a joined one
/// and was never joined itself was skipped by Cake: it counts as done, too. So no join waits for what Cake does later.
/// </para>
/// </summary>
public sealed class StageScheduler : IAsyncDisposable
{
    private readonly StageGraph graph;
    private readonly SchedulingOptions options;
    private readonly IStageWork work;
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<StageNode, StageOutcome> outcomes = [];
    private readonly SerialActions actions;
    private readonly StageStates states;
    private readonly StageArrivals arrivals;
    private readonly StageJoins joins;
    private readonly StageDemand demand;
    private readonly HashSet<StageNode> targets = [];
    private StageRunner? runner;
    private Exception? defect;
    private bool isStopping;

    /// <summary>A scheduler that has not started.</summary>
    /// <param name="graph">All stages.</param>
    /// <param name="work">What they do.</param>
    /// <param name="options">How they are scheduled.</param>
    public StageScheduler(StageGraph graph, IStageWork work, SchedulingOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Jobs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Downloads, 1);
        (this.graph, this.work, this.options) = (graph, work, options);
        actions = new SerialActions(Settle, TakeDefect);
        states = new StageStates(graph);
        var gates = new StageGates(graph, states, options.Gated);
        var blame = new StageBlame(state => options.ErrorHandled.Contains(state.Node) && !state.IsJoined && !gates.IsBehind(state.Node));
        joins = new StageJoins(options, blame, Record);
        demand = new StageDemand(states, gates, blame, work, state => runner!.Add(state), Record, actions.Post, stop.Token);
        arrivals = new StageArrivals(states, gates, blame, demand, NeedOf);
    }

    /// <summary>How the stages ended of which that is known by now; of all that took part once the scheduler has stopped.</summary>
    public ImmutableArray<StageOutcome> Outcomes
    {
        get
        {
            lock (outcomes)
            {
                return [.. outcomes.Values];
            }
        }
    }

    /// <summary>How many joins have not ended.</summary>
    internal int JoinsAtHand => joins.Count;

    /// <summary>Starts to work on what was asked for. Call it once, in the first task's body.</summary>
    /// <param name="closure">The stages that have tasks. What is not among them counts as done.</param>
    /// <param name="targets">
    /// The stages whose results have to be here in the end: those that were asked for, and those that tasks of the
    /// user's own come after. The others run as they are needed.
    /// </param>
    public void Start(IEnumerable<StageNode> closure, IEnumerable<StageNode> targets)
    {
        ArgumentNullException.ThrowIfNull(closure);
        ArgumentNullException.ThrowIfNull(targets);
        if (runner is not null)
        {
            throw new InvalidOperationException("The scheduler has started already.");
        }

        foreach (var node in closure)
        {
            states.Add(node);
        }

        var order = graph.Closure(graph.Nodes.Where(states.Contains));
        runner = new StageRunner(work, options, demand, new(graph, states, order, options), actions.Post, stop.Token);
        this.targets.UnionWith(targets);
        actions.Post(() =>
        {
            foreach (var target in this.targets.Where(states.Contains))
            {
                demand.Need(states.Of(target), StageNeed.Present);
            }
        });
    }

    /// <summary>Waits for a stage. All tasks that come before its own are over by now: those not joined were passed by.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="cancellationToken">Gives up waiting; the stage goes on.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="AimeeException">It failed, or can not run as another one failed.</exception>
    public async Task<StageOutcome> JoinAsync(StageNode node, CancellationToken cancellationToken) =>
        (await JoinAllAsync([node], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Waits for several stages, as one task that stands for many does. Joins come one after another.</summary>
    /// <param name="nodes">The stages.</param>
    /// <param name="cancellationToken">Gives up waiting; the stages go on.</param>
    /// <returns>How they ended, in their order.</returns>
    /// <exception cref="AimeeException">One failed, or can not run as another one failed.</exception>
    public async Task<ImmutableArray<StageOutcome>> JoinAllAsync(IEnumerable<StageNode> nodes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        if (runner is null)
        {
            throw new InvalidOperationException("The scheduler has not started.");
        }

        var join = new StageJoin();
        actions.Post(() =>
        {
            arrivals.Arrive(join, [.. nodes]);
            joins.Add(join);
        });
        await using var _ = cancellationToken.Register(() => actions.Post(() => joins.Cancel(join, cancellationToken))).ConfigureAwait(false);
        return await join.Task.ConfigureAwait(false);
    }

    /// <summary>Ends all that runs, starts nothing more, and waits until nothing runs.</summary>
    /// <returns>The wait.</returns>
    public async Task StopAsync()
    {
        actions.Post(() => isStopping = true);
        if (!stopped.Task.IsCompleted)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        await stopped.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        runner?.Dispose();
        stop.Dispose();
    }

    /// <summary>What a join asks for: the result itself where it is a target, or where an error handler waits for it.</summary>
    private StageNeed NeedOf(StageNode node) =>
        targets.Contains(node) || options.ErrorHandled.Contains(node) ? StageNeed.Present : StageNeed.Known;

    private void Settle()
    {
        if (defect is not null)
        {
            joins.Fail(defect);
        }

        if (isStopping)
        {
            End();
            return;
        }

        if (defect is null && runner is not null)
        {
            do
            {
                demand.Advance();
                runner.StartAll();
            }
            while (demand.HasMore);
            joins.Settle(runner.IsIdle && !demand.IsDeciding);
        }
    }

    private void End()
    {
        joins.Fail(new OperationCanceledException("The build has ended."));
        if (stopped.Task.IsCompleted || runner is { IsQuiet: false } || demand.IsDeciding)
        {
            return;
        }

        try
        {
            RecordRest();
        }
        finally
        {
            stopped.SetResult();
        }
    }

    private void RecordRest()
    {
        foreach (var state in states.All.Where(state => state.Outcome is null))
        {
            if (state.Culprit is { } culprit)
            {
                Record(StageFailures.Blocked(state, culprit));
            }
            else if (state.Phase == StagePhase.Known)
            {
                Record(new(state.Node, StageStatus.Known, state.Reason));
            }
        }
    }

    private void Record(StageOutcome outcome)
    {
        lock (outcomes)
        {
            outcomes[outcome.Node] = outcome;
        }

        if (outcome.Status is StageStatus.UpToDate or StageStatus.Pulled or StageStatus.Skipped)
        {
            runner?.Invalidate();
        }

        options.Observer?.Ended(outcome);
    }

    private void TakeDefect(Exception exception)
    {
        defect ??= exception;
        joins.Fail(defect);
        stop.Cancel();
    }
}
