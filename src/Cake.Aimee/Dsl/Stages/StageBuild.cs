using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;
using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>
/// The stages of one run of Cake: they are worked on in parallel from the first join on, while Cake's tasks join them
/// one after another.
/// </summary>
internal sealed class StageBuild : IAsyncDisposable
{
    private readonly StageScheduler scheduler;
    private readonly IAsyncDisposable? work;
    private readonly StagePlan plan;
    private readonly StageReporter reporter;
    private readonly Interrupt interrupt = new();
    private readonly CancellationTokenRegistration stopping;

    /// <summary>Starts.</summary>
    /// <param name="scheduler">Works on the stages.</param>
    /// <param name="work">What is to be closed when all is over; may be null.</param>
    /// <param name="plan">What is asked of it.</param>
    /// <param name="reporter">Tells how it goes.</param>
    public StageBuild(StageScheduler scheduler, IAsyncDisposable? work, StagePlan plan, StageReporter reporter)
    {
        (this.scheduler, this.work, this.plan, this.reporter) = (scheduler, work, plan, reporter);
        reporter.Total = plan.Closure.Length;
        scheduler.Start(plan.Closure, plan.Targets);
        // Between two joins a task of the user's own may run: what we run ends all the same.
        stopping = interrupt.Token.Register(() => _ = scheduler.StopAsync());
    }

    /// <summary>Writes down what became of all, when it is over.</summary>
    public Action? WriteReport { get; init; }

    /// <summary>Waits for the stages that a task stands for, and tells how they ended.</summary>
    /// <exception cref="CakeException">One failed, or Ctrl-C was pressed.</exception>
    public Task JoinAsync(StageTask task) => GuardAsync(
        task.Task.Name,
        token => task.Stage is { } stage ? JoinAsync(stage, token) : JoinAllAsync([.. plan.JoinedBy(task)], token));

    /// <summary>Waits for all stages, and tells how they ended.</summary>
    /// <exception cref="CakeException">One failed, or Ctrl-C was pressed.</exception>
    public async Task<ImmutableArray<StageOutcome>> JoinAllAsync(string name)
    {
        ImmutableArray<StageOutcome> outcomes = [];
        await GuardAsync(name, async token => outcomes = await JoinAllAsync([.. plan.Closure], token).ConfigureAwait(false)).ConfigureAwait(false);
        return outcomes;
    }

    /// <summary>Ends what is left, and tells what became of all.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.DisposeAsync().ConfigureAwait(false);
        await scheduler.DisposeAsync().ConfigureAwait(false);
        if (work is not null)
        {
            await work.DisposeAsync().ConfigureAwait(false);
        }

        interrupt.Dispose();
        reporter.Summarize();
        WriteReport?.Invoke();
    }

    private async Task JoinAsync(StageNode stage, CancellationToken cancellationToken)
    {
        StageOutcome? outcome = null;
        await WatchAsync(async () => outcome = await scheduler.JoinAsync(stage, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        reporter.Tell(outcome!);
    }

    private async Task<ImmutableArray<StageOutcome>> JoinAllAsync(ImmutableArray<StageNode> nodes, CancellationToken cancellationToken)
    {
        ImmutableArray<StageOutcome> outcomes = [];
        if (!nodes.IsEmpty)
        {
            await WatchAsync(async () => outcomes = await scheduler.JoinAllAsync(nodes, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            reporter.TellAll(outcomes);
        }

        return outcomes;
    }

    private Task GuardAsync(string name, Func<CancellationToken, Task> work) =>
        AimeeRuntime.GuardAsync(work, $"{name} was interrupted. The same command goes on where it stopped.", interrupt.Token);

    private async Task WatchAsync(Func<Task> join)
    {
        interrupt.Token.ThrowIfCancellationRequested();
        try
        {
            await reporter.WatchAsync(join()).ConfigureAwait(false);
        }
        catch (AimeeException exception)
        {
            reporter.TellFailures();
            throw reporter.Failures.Count == 0 ? exception : new AimeeException(Failure(), exception);
        }
    }

    /// <summary>In a line: the logs' last lines stand in the summary.</summary>
    private string Failure() => reporter.Failures switch
    {
        [var one] => StageWords.Cause(one),
        var several => $"{several.Count} stages failed: {string.Join(", ", several.Select(failure => failure.Node.Id))}.",
    };
}
