using System.Globalization;
using Cake.Aimee.Oci;
using Spectre.Console;

namespace Cake.Aimee.Dsl;

/// <summary>Shows how far a squash has got, on a terminal; elsewhere the result is all there is to say.</summary>
internal sealed class SquashReporter(StatusContext status) : IProgress<SquashProgress>
{
    /// <summary>Does work whose progress is shown.</summary>
    internal static Task RunAsync(Func<IProgress<SquashProgress>?, Task> work) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
            ? work(null)
            : AnsiConsole.Status().StartAsync("reading", status => work(new SquashReporter(status)));

    /// <inheritdoc/>
    public void Report(SquashProgress value)
    {
        var left = value.TimeLeft is { } time ? $", {ImageReport.Time(time)} left" : "";
        status.Status(Markup.Escape(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Activity}: {ImageReport.Size(value.Done)} of {ImageReport.Size(value.Total)}, {value.BytesPerSecond / 1e6:0} MB/s{left}")));
    }
}
