using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Stages.Reports;

/// <summary>What a build's report says of a stage.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Lane">Where it is drawn: its slot, or for one beside the slots a lane after them; null when it did no work.</param>
/// <param name="Log">Its log, relative to the report's directory, with slashes; null when there is none.</param>
public sealed record ReportedStage(StageOutcome Outcome, int? Lane, string? Log)
{
    /// <summary>Its name: <c>category/name:stage</c>.</summary>
    public string Id => Outcome.Node.Id;

    /// <summary>Whether it took time: it ran, was brought, or failed at that.</summary>
    public bool HasWork => Outcome is { Started: not null, Ended: not null };
}
