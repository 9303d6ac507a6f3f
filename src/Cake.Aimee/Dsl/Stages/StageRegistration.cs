using System.Collections.Immutable;
using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>
/// Puts the tasks of stages into an engine: those that the targets need, and those that other tasks name. The tree is
/// read only when the targets need a stage; else what other tasks name gets a task without dependencies, so that
/// Cake finds it.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="tasks">The tasks of stages that are in it.</param>
/// <param name="readTree">Reads the tree; throws when it has errors.</param>
internal sealed class StageRegistration(ICakeEngine engine, StageTasks tasks, Func<PlannedTree> readTree)
{
    /// <summary>Of how many stages at most each gets a task of its own because a name like <c>all:package</c> means it.</summary>
    internal const int MostTasks = 2000;

    /// <summary>Registers what is missing. Doing it again changes nothing, unless tasks have been added.</summary>
    /// <param name="targets">The targets; null when the script decides that by itself later.</param>
    /// <param name="standing">What a bare stage's name means where the user stands: <c>core/zlib:compile</c>, or null.</param>
    /// <exception cref="AimeeException">The tree has errors, or something was named that is not in it.</exception>
    public void Complete(IReadOnlyList<string>? targets, Func<string, string?> standing)
    {
        var needs = new TaskNeeds(engine.Tasks);
        var reached = targets is null ? null : needs.Reach(targets);
        var missing = needs.Missing().Where(name => MayBeStage(name.Name)).ToList();
        var asked = (targets ?? []).Where(target => !needs.Has(target)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(target => new AskedTarget(target, MayBeStage(target) ? target : tasks.IsStageName(target) ? standing(target) : null))
            .Where(target => target.Meaning is not null).ToList();
        var isReached = asked.Count > 0
            || missing.Exists(name => reached?.Contains(name.Name) ?? true)
            || tasks.Incomplete.Any(task => reached?.Contains(task.Task.Name) ?? true);
        if (!isReached)
        {
            foreach (var (name, _, _) in missing.Where(name => name.IsRequired))
            {
                tasks.Add(name);
            }

            return;
        }

        var planned = Read(asked.Count > 0 ? asked[0].Name : null);
        var resolved = Resolve(planned, asked, missing);
        AddClosure(planned, resolved.Where(pair => pair.Nodes.Length <= MostTasks).SelectMany(pair => pair.Nodes));
        foreach (var (name, nodes) in resolved.Where(pair => tasks.Find(pair.Name) is not { IsComplete: true }))
        {
            Gather(planned, tasks.Find(name) ?? tasks.Add(name), nodes);
        }
    }

    private static bool MayBeStage(string name) => name.Contains('/') || name.Contains(':');

    private PlannedTree Read(string? asked)
    {
        try
        {
            return readTree();
        }
        catch (AimeeException exception) when (asked is not null && exception.Diagnostics is [{ Code: var code }] && code == DiagnosticCodes.NoTree.Id)
        {
            throw new AimeeException($"There is no task '{asked}', and no build tree whose stage it could be. {exception.Message}", exception);
        }
    }

    private List<(string Name, ImmutableArray<StageNode> Nodes)> Resolve(
        PlannedTree planned,
        List<AskedTarget> asked,
        List<MissingTask> missing)
    {
        var found = new Dictionary<string, ImmutableArray<StageNode>>(StringComparer.OrdinalIgnoreCase);
        var faults = new DiagnosticBag();
        foreach (var (name, meaning) in asked)
        {
            Find(name, meaning!, $"There is no '{meaning}' in the tree.");
        }

        foreach (var name in tasks.Incomplete.Select(task => task.Task.Name))
        {
            Find(name, name, $"A task names '{name}', which is not in the tree.");
        }

        foreach (var (name, by, isRequired) in missing)
        {
            Find(name, name, isRequired ? $"Task '{by}' names '{name}', which is not in the tree." : null);
        }

        faults.ThrowIfErrors();
        return [.. found.Select(pair => (pair.Key, pair.Value))];

        void Find(string name, string meaning, string? fault)
        {
            var nodes = StageTargets.Find(planned.Graph, meaning);
            if (!nodes.IsEmpty)
            {
                found[name] = nodes;
            }
            else if (fault is not null)
            {
                faults.Error(DiagnosticCodes.UnknownTarget, null, fault, StageTargets.Suggestion(planned.Graph, meaning));
            }
        }
    }

    /// <summary>Gives each stage a task, after those of the stages that it needs.</summary>
    private void AddClosure(PlannedTree planned, IEnumerable<StageNode> roots)
    {
        foreach (var node in planned.Graph.Closure(roots))
        {
            if ((tasks.Find(node.Id) ?? (tasks.IsTaken(node.Id) ? null : tasks.Add(node.Id))) is { IsComplete: false } task)
            {
                task.StandFor([node], isBulk: false);
                task.Task.Description ??= StageDescriptions.Of(node, tasks.CustomStages);
                Tie(task, node.Dependencies);
            }
        }
    }

    /// <summary>Lets a task stand for stages.</summary>
    private void Gather(PlannedTree planned, StageTask task, ImmutableArray<StageNode> nodes)
    {
        task.StandFor(nodes, nodes.Length > MostTasks);
        task.Task.Description ??= StageDescriptions.Of(nodes);
        // In bulk, only what has a task by itself is a task: the user may have hung something on it.
        Tie(task, task.IsBulk ? planned.Graph.Closure(nodes).Where(node => tasks.Find(node.Id) is not null) : nodes);
    }

    private static void Tie(StageTask task, IEnumerable<StageNode> nodes)
    {
        var known = task.Task.Dependencies.Select(dependency => dependency.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var node in nodes)
        {
            task.DependOn(known, node.Id);
        }
    }

    /// <summary>A target that is no task yet.</summary>
    /// <param name="Name">What was asked for.</param>
    /// <param name="Meaning">The stage that it may mean; null when it is none.</param>
    private sealed record AskedTarget(string Name, string? Meaning);
}
