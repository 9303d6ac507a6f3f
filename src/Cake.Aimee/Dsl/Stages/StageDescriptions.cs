using System.Collections.Frozen;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Dsl;

/// <summary>What stages' tasks do, in a line.</summary>
internal static class StageDescriptions
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        [StageNames.Fetch] = "gets the sources",
        [StageNames.Prep] = "unpacks and patches",
        [StageNames.Compile] = "builds",
        [StageNames.Package] = "makes the artifact",
        [StageNames.Install] = "installs into the sysroot",
        [StageNames.Test] = "tests what was built",
        [StageNames.Export] = "hands the package out",
        [StageNames.Source] = "keeps the prepared source",
        [StageNames.Uninstall] = "takes it out of the sysroot",
        [StageNames.Clean] = "takes the work away",
        [StageNames.Distclean] = "takes work and artifacts away",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Of one stage: the package's description, and what the stage does.</summary>
    internal static string Of(StageNode node, IEnumerable<CustomStage> customStages)
    {
        var does = Known.GetValueOrDefault(node.Stage) ?? customStages.FirstOrDefault(custom => custom.Name == node.Stage)?.Description;
        return $"{node.Package.Description} ({does ?? node.Stage})";
    }

    /// <summary>Of a name that gathers stages.</summary>
    internal static string Of(IReadOnlyList<StageNode> nodes) => nodes switch
    {
        [var node] => $"Stands for {node.Id}.",
        _ => $"Stands for {nodes.Count} stages.",
    };
}
