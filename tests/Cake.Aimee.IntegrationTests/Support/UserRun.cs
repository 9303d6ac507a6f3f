using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>A command that a user has typed, while it runs.</summary>
internal sealed partial class UserRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly Process process;
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<(string Text, TaskCompletionSource Seen)> awaited = [];

    private UserRun(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static UserRun Start(string directory, IReadOnlyDictionary<string, string?> variables, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What a shell would set; and nothing of the shell that the tests were started from.
        start.Environment["PWD"] = directory;
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("SOURCE_DATE_EPOCH");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Whether the command has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Waits until a line with the text is seen.</summary>
    public async Task SeesAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (lines.Exists(line => line.Contains(text, StringComparison.Ordinal)))
            {
                return;
            }

            awaited.Add((text, seen));
        }

        var first = await Task.WhenAny(seen.Task, process.WaitForExitAsync()).WaitAsync(Patience);
        Assert.That(first, Is.SameAs(seen.Task), () => $"It ended before it said '{text}':\n{Output()}");
    }

    /// <summary>Sends a signal to the command alone, not to its children.</summary>
    public Task SignalAsync(string signal) => new ProcessRunner().RunCheckedAsync(
        ProcessRequest.Of("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)), CancellationToken.None);

    /// <summary>Waits for the end.</summary>
    public async Task<UserResult> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new(process.ExitCode, Output());
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private string Output()
    {
        lock (gate)
        {
            return string.Join('\n', lines);
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            lines.Add(TerminalCode().Replace(line, ""));
            foreach (var (text, seen) in awaited.Where(wait => line.Contains(wait.Text, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex TerminalCode();
}
