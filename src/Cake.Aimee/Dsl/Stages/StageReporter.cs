using System.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Dsl;

/// <summary>Tells how stages go: a line for each when it is joined, a live view until then, and a summary at the end.</summary>
/// <param name="output">Where the user reads what goes on.</param>
/// <param name="failures">Where the user reads what failed.</param>
/// <param name="page">Writes for build services.</param>
/// <param name="log">The stages' logs.</param>
/// <param name="explain">Whether each line says why.</param>
internal sealed class StageReporter(TextWriter output, TextWriter failures, BuildPage page, LogTail log, bool explain) : IStageObserver
{
    private const int FoldedLines = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly Dictionary<StageNode, (long Since, string LastLine)> running = [];
    private readonly HashSet<StageNode> waiting = [];
    private readonly Dictionary<StageNode, StageOutcome> ended = [];
    private readonly HashSet<StageNode> told = [];
    private readonly HashSet<StageNode> unneeded = [];
    private readonly long since = Stopwatch.GetTimestamp();

    /// <summary>The heading of the task at hand.</summary>
    public TaskHeading Heading { get; init; } = new();

    /// <summary>How many stages the run has.</summary>
    public int Total { get; set; }

    /// <inheritdoc/>
    public void Queued(StageNode node)
    {
        lock (gate)
        {
            waiting.Add(node);
        }
    }

    /// <inheritdoc/>
    public void Started(StageNode node, StageSlot slot)
    {
        lock (gate)
        {
            waiting.Remove(node);
            running[node] = (Stopwatch.GetTimestamp(), "");
        }
    }

    /// <inheritdoc/>
    public void Output(StageNode node, ProcessLine line)
    {
        lock (gate)
        {
            if (running.TryGetValue(node, out var state))
            {
                running[node] = state with { LastLine = line.Text };
            }
        }
    }

    /// <inheritdoc/>
    public void Ended(StageOutcome outcome)
    {
        lock (gate)
        {
            waiting.Remove(outcome.Node);
            running.Remove(outcome.Node);
            ended[outcome.Node] = outcome;
        }
    }

    /// <summary>What has failed by now, in the order of time.</summary>
    public IReadOnlyList<StageOutcome> Failures
    {
        get
        {
            lock (gate)
            {
                return [.. ended.Values.Where(outcome => outcome.Status == StageStatus.Failed).OrderBy(outcome => outcome.Ended)];
            }
        }
    }

    /// <summary>Waits; when it takes a while under the task's heading, and a live view where there is a terminal.</summary>
    public async Task WatchAsync(Task work)
    {
        if (!work.IsCompleted && await Task.WhenAny(work, Task.Delay(Patience)).ConfigureAwait(false) != work)
        {
            Heading.Show();
            if (LiveView.IsPossible)
            {
                await LiveView.RunAsync(LiveLines, () => work).ConfigureAwait(false);
            }
        }

        await work.ConfigureAwait(false);
    }

    /// <summary>Tells how a joined stage ended, and of those joined earlier that were not needed then, and have been since.</summary>
    public void Tell(StageOutcome outcome)
    {
        var now = Settle(outcome);
        foreach (var earlier in unneeded.Select(EndOf).Where(earlier => earlier.Status != StageStatus.Known).ToList())
        {
            unneeded.Remove(earlier.Node);
            told.Remove(earlier.Node);
            Write(earlier);
        }

        Write(now);
        if (now.Status == StageStatus.Known)
        {
            unneeded.Add(now.Node);
        }
    }

    /// <summary>Tells how many stages that were joined together ended, and of each only when something was done.</summary>
    public void TellAll(IReadOnlyCollection<StageOutcome> outcomes)
    {
        foreach (var outcome in outcomes.Where(outcome => explain || outcome.Status is not (StageStatus.UpToDate or StageStatus.Known)))
        {
            Tell(outcome);
        }

        foreach (var outcome in outcomes)
        {
            Settle(outcome);
        }
    }

    /// <summary>Tells all failures that have not been told yet.</summary>
    public void TellFailures()
    {
        foreach (var failure in Failures)
        {
            Tell(failure);
        }
    }

    /// <summary>A stage that was not needed when it was joined may have been needed and have ended since.</summary>
    private StageOutcome Settle(StageOutcome outcome)
    {
        lock (gate)
        {
            if (outcome.Status != StageStatus.Known || !ended.TryGetValue(outcome.Node, out var later))
            {
                ended[outcome.Node] = later = outcome;
            }

            return later;
        }
    }

    private StageOutcome EndOf(StageNode node)
    {
        lock (gate)
        {
            return ended[node];
        }
    }

    private void Write(StageOutcome outcome)
    {
        if (!told.Add(outcome.Node))
        {
            return;
        }

        if (outcome.Status is not (StageStatus.UpToDate or StageStatus.Known))
        {
            Heading.Show();
        }

        output.WriteLine(Line(outcome));
        if (outcome.Status is StageStatus.Ran or StageStatus.Failed && page.CanFold
            && log.LastLines(outcome.Node, FoldedLines) is { IsEmpty: false } lines)
        {
            page.Fold($"{outcome.Node.Id}: log", lines);
        }

        if (outcome.Status == StageStatus.Failed)
        {
            page.Annotate(StageWords.Mark(outcome));
        }
    }

    /// <summary>Tells in the end how many stages did what, and all failures with the last lines of their logs.</summary>
    public void Summarize()
    {
        foreach (var node in unneeded.ToList())
        {
            Tell(EndOf(node));
        }

        var counts = ended.Values.CountBy(outcome => outcome.Status).ToDictionary();
        var parts = StageWords.Counted.Where(word => counts.ContainsKey(word.Status)).Select(word => $"{counts[word.Status]} {word.Text}").ToList();
        foreach (var failure in Failures)
        {
            failures.WriteLine();
            page.Quote(StageWords.Details(failure, log), failures);
        }

        if (parts.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"{string.Join(", ", parts)} in {ImageReport.Time(Stopwatch.GetElapsedTime(since))}");
        }
    }

    private string Line(StageOutcome outcome)
    {
        var time = outcome.Started is null ? "" : $" in {ImageReport.Time(outcome.Elapsed)}";
        var reason = outcome.Status == StageStatus.Failed ? $": {StageWords.ShortCause(outcome)}"
            : outcome.Culprit is { } culprit ? $": {culprit.Id} failed"
            : explain && outcome.Reason.Length > 0 ? $": {outcome.Reason}"
            : "";
        return $"{outcome.Node.Id}: {StageWords.Of(outcome.Status)}{time}{reason}";
    }

    /// <summary>What the live view shows now.</summary>
    public IReadOnlyList<string> LiveLines()
    {
        lock (gate)
        {
            var left = Math.Max(0, Total - ended.Count - running.Count - waiting.Count);
            return
            [
                .. running.OrderBy(stage => stage.Value.Since).Select(stage =>
                    $"{stage.Key.Id}  {ImageReport.Time(Stopwatch.GetElapsedTime(stage.Value.Since))}  {stage.Value.LastLine}"),
                $"{ended.Count} of {Total} done, {running.Count} running, {waiting.Count} ready, {left} waiting, {ImageReport.Time(Stopwatch.GetElapsedTime(since))}",
            ];
        }
    }
}
