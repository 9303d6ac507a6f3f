using System.Collections.Immutable;

namespace Cake.Aimee.Processes;

/// <summary>The words for a program that failed.</summary>
internal static class Failure
{
    /// <summary>What the last line begins with when a mount could not be made.</summary>
    public const string SandboxPrefix = "can not mount at ";

    /// <summary>The exit code with it.</summary>
    public const int SandboxExitCode = 125;

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

    /// <summary>Why the program could not be started; null when it was.</summary>
    public static string? NotStarted(ProcessResult result) => result switch
    {
        { ExitCode: 126 or 127, LastLines: [var line] } when line.StartsWith(SessionPrefix, StringComparison.Ordinal) =>
            line[(line.LastIndexOf(':') + 2)..],
        { ExitCode: SandboxExitCode, LastLines: [.. var reasons, var line] } when line.StartsWith(SandboxPrefix, StringComparison.Ordinal) =>
            $"{line} ({string.Join(' ', reasons)})",
        _ => null,
    };
}
