using System.Text.RegularExpressions;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>Turns what a shell printed into faults with a place.</summary>
internal static partial class ShellMessages
{
    private const int MaximumLength = 300;

    /// <summary>Reports that a file was not read to its end.</summary>
    public static void ReportFailure(ShellAnswer answer, string file, DiagnosticBag diagnostics)
    {
        var (location, message) = Last(answer.Messages, file);
        diagnostics.Error(
            DiagnosticCodes.ShellFailed,
            location,
            message is null ? $"{answer.Failure}." : $"{answer.Failure}: {message}.",
            message is null && answer.IsExit ? "This file is read, not run: do not call 'exit' outside of functions." : null);
    }

    /// <summary>Reports what a file that was read to its end printed on the way: a command that failed.</summary>
    public static void ReportWarnings(ShellAnswer answer, string file, DiagnosticBag diagnostics)
    {
        if (Last(answer.Messages, file) is (var location, { } message))
        {
            diagnostics.Warning(DiagnosticCodes.ShellMessage, location, $"Reading prints an error: {message}.");
        }
    }

    /// <summary>The last line that was printed, and the place that it names: <c>sh: 3: path: text</c>, or <c>path: line 3: text</c>.</summary>
    private static (SourceLocation Location, string? Message) Last(string messages, string file)
    {
        var line = messages.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        if (line is null)
        {
            return (new SourceLocation(file), null);
        }

        line = line.Length <= MaximumLength ? line : line[..MaximumLength] + "…";

        var match = Place().Match(line);
        var isHere = match.Success && match.Groups["path"].Value.EndsWith("/" + file, StringComparison.Ordinal);
        return isHere
            ? (new SourceLocation(file, int.Parse(match.Groups["line"].ValueSpan)), match.Groups["text"].Value.TrimEnd('.'))
            : (new SourceLocation(file), line.TrimEnd('.'));
    }

    [GeneratedRegex(@"^(?:\S+: (?<line>\d{1,7}): (?<path>/.+?)|(?<path>/.+?): line (?<line>\d{1,7})): (?<text>.+)$")]
    private static partial Regex Place();
}
