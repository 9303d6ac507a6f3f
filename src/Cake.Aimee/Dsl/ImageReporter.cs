using Cake.Aimee.Images;
using Spectre.Console;

namespace Cake.Aimee.Dsl;

/// <summary>
/// Shows how images are made: plain lines, one for what begins and one for what ends, and on a terminal a live line
/// below them with the step, its time, and what it printed last.
/// </summary>
internal sealed class ImageReporter : IProgress<ImageEvent>
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);
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
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi)
        {
            await work(new ImageReporter(output.WriteLine, report, explain)).ConfigureAwait(false);
            return;
        }

        await AnsiConsole.Status().StartAsync("looking at what there is", async status =>
        {
            var reporter = new ImageReporter(AnsiConsole.WriteLine, report, explain);
            using var stop = new CancellationTokenSource();
            var ticking = reporter.TickAsync(status, stop.Token);
            try
            {
                await work(reporter).ConfigureAwait(false);
            }
            finally
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }).ConfigureAwait(false);
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
                case ImageReady ready:
                    report.Add(ready);
                    var how = ready.Elapsed is { } elapsed ? $"made in {ImageReport.Time(elapsed)}" : "up to date";
                    write($"{ready.Image}: {how}");
                    break;
            }
        }
    }

    private async Task TickAsync(StatusContext status, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Refresh);
        do
        {
            lock (gate)
            {
                status.Status(running is null ? Markup.Escape(idle) : Markup.Escape(LiveLine()));
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private string LiveLine()
    {
        var text = $"{running!.Image} {running.Number}/{running.Count} {running.Step} "
            + $"{ImageReport.Time(System.Diagnostics.Stopwatch.GetElapsedTime(runningSince))}  {Printable(lastLine)}";
        var width = Math.Max(20, AnsiConsole.Profile.Width - 4);
        return text.Length > width ? text[..width] : text;
    }

    /// <summary>Whatever a program prints must not steer the terminal.</summary>
    private static string Printable(string line) => string.Concat(line.Where(letter => !char.IsControl(letter)));
}
