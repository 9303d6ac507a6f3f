using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Stages.Reports;

/// <summary>Watches a build, and makes its report.</summary>
/// <param name="config">The tree's settings.</param>
/// <param name="slots">How many stages can run at once.</param>
/// <param name="clock">Tells the time.</param>
public sealed class BuildRecorder(Config config, int slots, TimeProvider clock) : IStageObserver
{
    private readonly DateTimeOffset started = clock.GetUtcNow();
    private readonly Dictionary<StageNode, int?> places = [];
    private readonly Dictionary<StageNode, StageOutcome> outcomes = [];
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public void Started(StageNode node, StageSlot slot)
    {
        lock (gate)
        {
            places[node] = slot.Number;
        }
    }

    /// <inheritdoc/>
    public void Ended(StageOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        lock (gate)
        {
            outcomes[outcome.Node] = outcome;
        }
    }

    /// <summary>The report of what has ended until now.</summary>
    public BuildReport ToReport()
    {
        lock (gate)
        {
            return BuildReport.Of(started, clock.GetUtcNow(), slots, outcomes.Values, places.GetValueOrDefault, LogOf);
        }
    }

    private string? LogOf(StageNode node)
    {
        var log = PackagePlace.Of(config, node.Package).LogOf(node.Stage);
        return places.ContainsKey(node) && File.Exists(log) ? Path.GetRelativePath(config.Paths.Tmp, log) : null;
    }
}
