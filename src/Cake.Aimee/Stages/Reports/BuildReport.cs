using System.Collections.Immutable;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Stages.Reports;

/// <summary>What a build has done: when, where, how it ended, and what its length is made of.</summary>
public sealed class BuildReport
{
    private BuildReport(DateTimeOffset started, DateTimeOffset ended, int slots, ImmutableArray<ReportedStage> stages)
    {
        (Started, Ended, Slots, Stages) = (started, ended, slots, stages);
        CriticalPath = Reports.CriticalPath.Of(stages);
    }

    /// <summary>When the build began.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset Ended { get; }

    /// <summary>How many stages could run at once.</summary>
    public int Slots { get; }

    /// <summary>The stages, those with work first, in the order in which they began.</summary>
    public ImmutableArray<ReportedStage> Stages { get; }

    /// <summary>The stages that, one waiting for the other, took the longest time: with any number of slots the build takes as long.</summary>
    public ImmutableArray<ReportedStage> CriticalPath { get; }

    /// <summary>How many stages ended in each way; ways that none ended in are left out.</summary>
    public ImmutableSortedDictionary<StageStatus, int> Totals => Stages
        .GroupBy(stage => stage.Outcome.Status)
        .ToImmutableSortedDictionary(group => group.Key, group => group.Count());

    /// <summary>Makes a report.</summary>
    /// <param name="started">When the build began.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="slots">How many stages could run at once.</param>
    /// <param name="outcomes">How its stages ended.</param>
    /// <param name="slotOf">The slot that a stage ran in; null for one beside the slots.</param>
    /// <param name="logOf">A stage's log, relative to the directory that the report is put in; null when there is none.</param>
    public static BuildReport Of(
        DateTimeOffset started,
        DateTimeOffset ended,
        int slots,
        IEnumerable<StageOutcome> outcomes,
        Func<StageNode, int?> slotOf,
        Func<StageNode, string?> logOf)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(slotOf);
        ArgumentNullException.ThrowIfNull(logOf);
        var beside = new List<DateTimeOffset>();
        var stages = outcomes
            .OrderBy(outcome => outcome.Started ?? DateTimeOffset.MaxValue)
            .ThenBy(outcome => outcome.Node.Id, StringComparer.Ordinal)
            .Select(outcome => new ReportedStage(outcome, LaneOf(outcome), logOf(outcome.Node)));
        return new(started, ended, slots, [.. stages]);

        int? LaneOf(StageOutcome outcome) => outcome is not { Started: { } from, Ended: { } to } ? null
            : slotOf(outcome.Node) ?? slots + Take(from, to);

        // The first lane beside the slots that is free by then.
        int Take(DateTimeOffset from, DateTimeOffset to)
        {
            var lane = beside.FindIndex(end => end <= from);
            if (lane < 0)
            {
                beside.Add(to);
                return beside.Count - 1;
            }

            beside[lane] = to;
            return lane;
        }
    }
}
