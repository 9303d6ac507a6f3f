using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Commands;

/// <summary>Tells which stages a build would run, and why. Nothing is run.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="output">Where the answer goes when no file is named.</param>
public sealed class ExplainCommand(Workspace workspace, TextWriter output)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ImmutableArray<string> Explained =
        [StageNames.Fetch, StageNames.Prep, StageNames.Compile, StageNames.Package, StageNames.Install];

    /// <summary>Explains the stages of the packages that the user means.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Diagnostics.AimeeException">The tree has errors, or there is no such package.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        var nodes = planned.Select(workspace.Options)
            .Select(package => planned.Graph.FindPackage(package.Id)!)
            .SelectMany(package => Explained.Select(stage => planned.Graph.Find(package, stage)).OfType<StageNode>())
            .ToImmutableArray();
        var build = await StageWork.OpenAsync(workspace, planned, nodes.ToHashSet(), [], null, cancellationToken).ConfigureAwait(false);
        await using (build.ConfigureAwait(false))
        {
            var verdicts = await DecideAsync(planned.Graph.Closure(nodes), build, cancellationToken).ConfigureAwait(false);
            await new Answer(workspace.Options, output).WriteAsync(
                ("text", text => WriteText(nodes, verdicts, text)),
                ("json", text => WriteJson(nodes, verdicts, text))).ConfigureAwait(false);
        }
    }

    /// <summary>What is decided of each stage, as far as that can be known before others have run.</summary>
    private static async Task<Dictionary<StageNode, (string Decision, string Reason)>> DecideAsync(
        ImmutableArray<StageNode> closure, TreeBuild build, CancellationToken cancellationToken)
    {
        var verdicts = new Dictionary<StageNode, (string, string)>();
        var unknown = new HashSet<StageNode>();
        foreach (var node in closure)
        {
            if (build.IdentityOf(node).FirstOrDefault(unknown.Contains) is { } before)
            {
                unknown.Add(node);
                verdicts[node] = ("waits", $"{before.Id} has to run first; equal results spare it");
                continue;
            }

            var verdict = await build.DecideAsync(node, cancellationToken).ConfigureAwait(false);
            verdicts[node] = (verdict.Decision == StageDecision.Done ? "done" : verdict.Decision == StageDecision.Known && node.Stage == StageNames.Package ? "pull" : "run", verdict.Reason);
            if (verdict.Decision == StageDecision.Run)
            {
                unknown.Add(node);
            }
        }

        return verdicts;
    }

    private static void WriteText(ImmutableArray<StageNode> nodes, Dictionary<StageNode, (string Decision, string Reason)> verdicts, TextWriter text)
    {
        var width = nodes.Select(node => node.Id.Length).DefaultIfEmpty(0).Max();
        foreach (var node in nodes)
        {
            text.WriteLine($"{node.Id.PadRight(width)}  {verdicts[node].Decision,-5}  {verdicts[node].Reason}");
        }
    }

    private static void WriteJson(ImmutableArray<StageNode> nodes, Dictionary<StageNode, (string Decision, string Reason)> verdicts, TextWriter text)
    {
        var stages = nodes.Select(node => new Dictionary<string, string>
        {
            ["stage"] = node.Id, ["decision"] = verdicts[node].Decision, ["reason"] = verdicts[node].Reason,
        });
        text.WriteLine(JsonSerializer.Serialize(stages, Indented));
    }
}
