using Cake.Aimee.Images;
using Spectre.Console;

namespace Cake.Aimee.Dsl;

/// <summary>
/// Shows how images are made: plain lines, one for what begins and one for what ends, and on a terminal a live line
/// below them with the step, its time, and what it printed last.
/// </summary>
internal sealed class ImageReporter : IProgress<ImageEvent>
{
    private readonly Lock gate = new();
    private readonly Action<string> write;
    private readonly ImageReport report;
    private readonly bool explain;
    private StepStarted? running;
    private long runningSince;
    private string lastLine = "";
    private string idle = "looking at what there is";

    private ImageReporter(Action<string> write, ImageReport report, bool explain) =>
        (this.write, this.report, this.explain) = (write, report, explain);

    /// <summary>Does work whose progress is shown.</summary>
    internal static async Task RunAsync(
        TextWriter output, ImageReport report, bool explain, Func<IProgress<ImageEvent>, Task> work)
    {
        if (!LiveView.IsPossible)
        {
            await work(new ImageReporter(output.WriteLine, report, explain)).ConfigureAwait(false);
            return;
        }

        var reporter = new ImageReporter(AnsiConsole.WriteLine, report, explain);
        await LiveView.RunAsync(reporter.LiveLines, () => work(reporter)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Report(ImageEvent value)
    {
        lock (gate)
        {
            switch (value)
            {
                case ImageStarted started:
                    write($"{started.Image}: {(explain ? string.Join("; ", started.Reasons) : "making it")}");
                    break;
                case StepsResumed resumed:
                    write($"{resumed.Image}: going on after step '{resumed.LastStep}', which an earlier build finished");
                    break;
                case StepStarted step:
                    (running, runningSince, lastLine) = (step, System.Diagnostics.Stopwatch.GetTimestamp(), "");
                    write($"{step.Image}: {step.Number}/{step.Count} {step.Step}");
                    break;
                case StepPrinted printed:
                    lastLine = printed.Line;
                    break;
                case StepFinished finished:
                    (running, idle) = (null, $"{finished.Image}: keeping what step '{finished.Step}' made");
                    var result = finished.Result is null ? "" : $": {finished.Result}";
                    write($"{finished.Image}: {finished.Step} done in {ImageReport.Time(finished.Elapsed)}{result}");
                    break;
                case ImagePulled pulled:
                    write($"{pulled.Image}: pulled {pulled.From.Name}, {pulled.From.Digest}");
                    break;
                case ImagePushed pushed:
                    write($"{pushed.Image}: pushed to {pushed.Destination}, {pushed.Digest}");
                    break;
                case RegistryFailed failed:
                    write($"{failed.Image}: {failed.What} failed: {failed.Reason}; trying again in {ImageReport.Time(failed.Delay)}");
                    break;
                case ImageReady ready:
                    report.Add(ready);
                    var how = ready.Elapsed is { } elapsed ? $"made in {ImageReport.Time(elapsed)}" : "up to date";
                    write($"{ready.Image}: {how}");
                    break;
            }
        }
    }

    private string[] LiveLines()
    {
        lock (gate)
        {
            return [running is null ? idle : $"{running.Image} {running.Number}/{running.Count} {running.Step} "
                + $"{ImageReport.Time(System.Diagnostics.Stopwatch.GetElapsedTime(runningSince))}  {lastLine}"];
        }
    }
}
