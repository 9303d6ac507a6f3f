using System.Collections.Frozen;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages;

/// <summary>Where the stages that a program adds stand among those of every tree.</summary>
internal static class AddedStages
{
    /// <summary>The packages of added stages that come after prep or compile, and not after what is made of those.</summary>
    public static FrozenSet<PlannedPackage> WorkedOn(IEnumerable<StageNode> targets) => targets
        .Where(node => !StageNames.All.Contains(node.Stage) && ComesAfter(node) is StageNames.Prep or StageNames.Compile)
        .Select(node => node.Package)
        .ToFrozenSet();

    /// <summary>The last of every tree's stages that comes before an added one.</summary>
    private static string? ComesAfter(StageNode node)
    {
        var before = node;
        while (before is not null && !StageNames.All.Contains(before.Stage))
        {
            before = before.Dependencies.FirstOrDefault(other => other.Package == node.Package);
        }

        return before?.Stage;
    }
}
