using Spectre.Console;

namespace Cake.Aimee.Dsl;

/// <summary>Lines at the foot of a terminal that say what goes on; they are gone when the work is over.</summary>
internal static class LiveView
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether there is a terminal to show it on.</summary>
    internal static bool IsPossible => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    /// <summary>Does work under a view of it.</summary>
    /// <param name="lines">The view as it is now, from top to bottom; called a few times a second.</param>
    /// <param name="work">The work. What it prints meanwhile goes through the same console.</param>
    internal static Task RunAsync(Func<IReadOnlyList<string>> lines, Func<Task> work) =>
        AnsiConsole.Live(Render(lines())).AutoClear(true).StartAsync(async view =>
        {
            using var stop = new CancellationTokenSource();
            var ticking = TickAsync(view, lines, stop.Token);
            try
            {
                await work().ConfigureAwait(false);
            }
            finally
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });

    /// <summary>Whatever a program prints must not steer the terminal.</summary>
    internal static string Printable(string line) => string.Concat(line.Where(letter => !char.IsControl(letter)));

    private static async Task TickAsync(LiveDisplayContext view, Func<IReadOnlyList<string>> lines, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Refresh);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            view.UpdateTarget(Render(lines()));
        }
    }

    private static Text Render(IReadOnlyList<string> lines)
    {
        var width = Math.Max(20, AnsiConsole.Profile.Width - 1);
        var room = Math.Max(1, AnsiConsole.Profile.Height - 2);
        return new Text(string.Join('\n', lines.Take(room).Select(Printable).Select(line => line.Length > width ? line[..width] : line)));
    }
}
