using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Stages;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Dsl;

/// <summary>What people are told of stages.</summary>
internal static class StageWords
{
    /// <summary>What is counted in a summary, in its order.</summary>
    internal static readonly ImmutableArray<(StageStatus Status, string Text)> Counted =
    [
        (StageStatus.Ran, "ran"),
        (StageStatus.Pulled, "pulled"),
        (StageStatus.UpToDate, "up to date"),
        (StageStatus.Known, "not needed"),
        (StageStatus.Skipped, "skipped"),
        (StageStatus.Failed, "failed"),
        (StageStatus.Blocked, "not run"),
        (StageStatus.Cancelled, "stopped"),
    ];

    /// <summary>How a stage ended.</summary>
    internal static string Of(StageStatus status) => Counted.First(word => word.Status == status).Text;

    /// <summary>Which stage failed and why, in a line.</summary>
    internal static string Cause(StageOutcome outcome) =>
        Reason(outcome) is var reason && reason.StartsWith(outcome.Node.Id, StringComparison.Ordinal) ? reason : $"{outcome.Node.Id}: {reason}";

    /// <summary>Why a stage failed, to be read behind its name.</summary>
    internal static string ShortCause(StageOutcome outcome)
    {
        var reason = Reason(outcome);
        var known = ((string[])[$"{outcome.Node.Id} failed with ", $"{outcome.Node.Id} "]).FirstOrDefault(start => reason.StartsWith(start, StringComparison.Ordinal));
        return reason[(known?.Length ?? 0)..];
    }

    /// <summary>What is known of a failure: with the place in the rules, the last lines of the log, and where that is.</summary>
    internal static ImmutableArray<string> Details(StageOutcome outcome, LogTail log)
    {
        var lines = (outcome.Error?.Message ?? outcome.Reason).Split('\n').Select(LiveView.Printable).ToList();
        if (!lines[0].Contains(outcome.Node.Id, StringComparison.Ordinal))
        {
            lines[0] = $"{outcome.Node.Id}: {lines[0]}";
        }

        if (lines.Count == 1)
        {
            lines.AddRange(log.LastLines(outcome.Node, LogTail.Shown).Select(line => $"    {StageLog.Shorten(line)}"));
        }

        if (log.PathOf(outcome.Node) is { } path && !lines.Exists(line => line.Contains(path, StringComparison.Ordinal)))
        {
            lines.Add($"The whole log: {path}");
        }

        return [.. lines];
    }

    /// <summary>A failure, at the line of the rules that it belongs to.</summary>
    internal static Diagnostic Mark(StageOutcome outcome) =>
        outcome.Error is AimeeException { Diagnostics: [var known, ..] }
            ? known with { Message = Cause(outcome) }
            : new(DiagnosticCodes.StageFailed.Id, Severity.Error, Cause(outcome), outcome.Node.Package.Package.Location);

    /// <summary>The first line; one that only introduces the next, with that.</summary>
    private static string Reason(StageOutcome outcome)
    {
        var lines = (outcome.Error switch
        {
            AimeeException { Diagnostics: [var known, ..] } => known.Message,
            { } error => error.Message,
            null => outcome.Reason,
        }).Split('\n');
        return LiveView.Printable(lines[0].TrimEnd().EndsWith(':') && lines.Length > 1 ? $"{lines[0].TrimEnd()} {lines[1].Trim()}" : lines[0]);
    }
}
