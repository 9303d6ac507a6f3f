using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Targets;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Commands;

/// <summary>All packages of a tree, with their stages and every fault that was found.</summary>
/// <param name="Graph">The stages; to be built from only when there is no error.</param>
/// <param name="Diagnostics">The faults, in the order of files and lines.</param>
public sealed record PlannedTree(StageGraph Graph, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The packages.</summary>
    public BuildTree Tree => Graph.Tree;

    /// <summary>Reads a tree and plans its stages.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PlannedTree> ReadAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var host = TargetTriple.Host.Canonical;
        var reading = await Reader(workspace).ReadAsync(workspace.Config, cancellationToken).ConfigureAwait(false);
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(reading.Diagnostics);
        var graph = StageGraph.Plan(reading.Tree, host, workspace.Extensions.Stages, diagnostics);
        return new(graph, diagnostics.ToSorted());
    }

    /// <summary>What reads a workspace's packages.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="texts">Texts that stand for what is in files; none when null.</param>
    internal static TreeReader Reader(Workspace workspace, IReadOnlyDictionary<string, string>? texts = null) =>
        new(workspace.Extensions.AllKinds, workspace.Processes, TargetTriple.Host.Canonical) { Texts = texts ?? ImmutableDictionary<string, string>.Empty };

    /// <summary>Reads a tree that has to be without errors.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">It has errors: all of them.</exception>
    public static async Task<PlannedTree> ReadSoundAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var planned = await ReadAsync(workspace, cancellationToken).ConfigureAwait(false);
        return planned.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error)
            ? throw new AimeeException(planned.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error))
            : planned;
    }

    /// <summary>The packages that the user means: <c>--package</c>, else where the user stands, else all.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <exception cref="AimeeException">A pattern means no package; the nearest name is told.</exception>
    public ImmutableArray<Package> Select(AimeeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var patterns = options.Packages.IsEmpty ? [StandingPlace.Find(Tree.Config, options.Directory) ?? PackageNames.All] : options.Packages;
        var diagnostics = new DiagnosticBag();
        foreach (var pattern in patterns.Where(pattern => !Tree.Packages.Any(package => PackagePattern.Matches(pattern, package.Id))))
        {
            if (pattern != PackageNames.All)
            {
                diagnostics.Error(
                    DiagnosticCodes.UnknownTarget, null, $"There is no package '{pattern}' in the tree.",
                    Nearest.Suggestion(pattern, Tree.Packages.Select(package => package.Id)));
            }
        }

        diagnostics.ThrowIfErrors();
        return [.. Tree.Packages.Where(package => patterns.Any(pattern => PackagePattern.Matches(pattern, package.Id)))];
    }
}
