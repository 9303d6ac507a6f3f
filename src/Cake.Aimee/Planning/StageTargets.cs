using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Planning;

/// <summary>
/// What people ask for, as stages: <c>category/package:stage</c>, <c>category/all:stage</c>, <c>all:stage</c>, and
/// patterns (<c>toolchain/*:install</c>). Without a stage it is <c>package</c>.
/// </summary>
public static class StageTargets
{
    /// <summary>The stages that a target names.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="target">What was asked for.</param>
    /// <returns>The stages; none when the target names none.</returns>
    public static ImmutableArray<StageNode> Find(StageGraph graph, string target)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(target);
        var colon = target.LastIndexOf(':');
        var (name, stage) = colon < 0 ? (target, StageNames.Package) : (target[..colon], target[(colon + 1)..]);
        if (FindPackage(graph, name) is { } package)
        {
            return Find(graph, package, stage) is { } node ? [node] : [];
        }

        return
        [
            .. graph.Packages
                .Where(planned => !planned.IsHost && PackagePattern.Matches(name, planned.Id))
                .Select(planned => Find(graph, planned, stage))
                .OfType<StageNode>(),
        ];
    }

    /// <summary>The stages that targets name.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="targets">What was asked for.</param>
    /// <returns>The stages, each once.</returns>
    /// <exception cref="AimeeException">Some of the targets name nothing: all of them are told.</exception>
    public static ImmutableArray<StageNode> Resolve(StageGraph graph, IEnumerable<string> targets)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(targets);
        var diagnostics = new DiagnosticBag();
        var found = ImmutableArray.CreateBuilder<StageNode>();
        foreach (var target in targets)
        {
            var nodes = Find(graph, target);
            found.AddRange(nodes.Except(found));
            if (nodes.IsEmpty)
            {
                diagnostics.Error(DiagnosticCodes.UnknownTarget, null, $"There is no '{target}' in the tree.", Suggestion(graph, target));
            }
        }

        diagnostics.ThrowIfErrors();
        return found.ToImmutable();
    }

    /// <summary>What was probably meant by a target that names nothing.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="target">What was asked for.</param>
    /// <returns>A sentence, or null when nothing is near.</returns>
    public static string? Suggestion(StageGraph graph, string target)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(target);
        var colon = target.LastIndexOf(':');
        var (name, stage) = colon < 0 ? (target, "") : (target[..colon], target[colon..]);
        if (colon >= 0 && FindPackage(graph, name) is { } package)
        {
            return Nearest.Suggestion(target[(colon + 1)..], graph.StagesOf(package).Select(node => node.Stage));
        }

        var ids = graph.Packages.Where(planned => !planned.IsHost).Select(planned => planned.Id).ToList();
        var nearest = ids.Find(id => id.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase)) ?? Nearest.To(name, ids);
        return nearest is null ? null : $"Did you mean '{nearest}{stage}'?";
    }

    /// <summary>As Cake finds its tasks, whatever the case: no two packages differ in case alone.</summary>
    private static PlannedPackage? FindPackage(StageGraph graph, string name) => graph.FindPackage(name)
        ?? graph.Packages.FirstOrDefault(package => package.Id.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static StageNode? Find(StageGraph graph, PlannedPackage package, string stage)
    {
        foreach (var node in graph.StagesOf(package))
        {
            if (node.Stage.Equals(stage, StringComparison.OrdinalIgnoreCase))
            {
                return node;
            }
        }

        return null;
    }
}
