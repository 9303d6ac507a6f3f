using System.Collections.Immutable;

namespace Cake.Aimee.Processes;

/// <summary>The words for a program that failed.</summary>
internal static class Failure
{
    private const int KilledBySignal = 128;
    private const string SessionPrefix = "setsid: ";

    /// <summary>Says how a program failed, with its last lines.</summary>
    public static string Describe(ProcessRequest request, ProcessResult result)
    {
        var how = result.ExitCode > KilledBySignal && result.ExitCode <= KilledBySignal + 64
            ? $"exit code {result.ExitCode}: signal {result.ExitCode - KilledBySignal}"
            : $"exit code {result.ExitCode}";
        var where = request.WorkingDirectory is { } directory ? $" in {directory}" : "";
        return $"'{request}' failed{where} ({how}).{Tail(result.LastLines)}";
    }

    /// <summary>The last lines, each on a line of its own and indented; empty when there are none.</summary>
    public static string Tail(ImmutableArray<string> lines) =>
        string.Concat(lines.Select(line => $"{Environment.NewLine}    {line}"));

    /// <summary>Why the kernel would not start the program; null when it did.</summary>
    public static string? NotStarted(ProcessResult result) =>
        result is { ExitCode: 126 or 127, LastLines: [var line] } && line.StartsWith(SessionPrefix, StringComparison.Ordinal)
            ? line[(line.LastIndexOf(':') + 2)..]
            : null;
}
