using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>How a stage ended.</summary>
/// <param name="Node">The stage.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="Reason">Why it ran or did not, in a few words.</param>
public sealed record StageOutcome(StageNode Node, StageStatus Status, string Reason)
{
    /// <summary>When its work began; null when there was none.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When its work ended; null when there was none.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The stage whose failure kept it from running.</summary>
    public StageNode? Culprit { get; init; }

    /// <summary>What it failed with.</summary>
    public Exception? Error { get; init; }

    /// <summary>How long its work took; zero when there was none.</summary>
    public TimeSpan Elapsed => Started is { } started && Ended is { } ended ? ended - started : TimeSpan.Zero;
}
