using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>How long stages take when nothing is known of them: rough proportions, seen over many packages.</summary>
internal static class StageWeights
{
    /// <summary>The weight of a stage, in seconds.</summary>
    public static double Of(StageNode node, SchedulingOptions options) =>
        options.KnownDuration(node) is { } known ? known.TotalSeconds : node.Stage switch
        {
            StageNames.Compile => 60,
            StageNames.Test => 30,
            StageNames.Fetch or StageNames.Prep or StageNames.Package or StageNames.Export => 5,
            _ => 1,
        };
}
