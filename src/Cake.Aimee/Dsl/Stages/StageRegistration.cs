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
            .Select(target => (Name: target, Meaning: MayBeStage(target) ? target : tasks.IsStageName(target) ? standing(target) : null))
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
        foreach (var (name, nodes) in resolved)
        {
            (tasks.Find(name) ?? tasks.Add(name)).StandFor(nodes, nodes.Length > MostTasks);
        }

        AddClosure(planned, [.. resolved.Select(pair => tasks.Find(pair.Name)!)]);
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
        List<(string Name, string? Meaning)> asked,
        List<(string Name, string By, bool IsRequired)> missing)
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

    private void AddClosure(PlannedTree planned, IReadOnlyList<StageTask> named)
    {
        var roots = named.Where(task => !task.IsBulk).SelectMany(task => task.Nodes);
        var closure = planned.Graph.Closure(roots);
        foreach (var node in closure.Where(node => !tasks.IsTaken(node.Id)))
        {
            tasks.Add(node.Id).StandFor([node], isBulk: false);
        }

        foreach (var task in tasks.All.Where(task => task.Stage is not null))
        {
            task.Task.Description ??= StageDescriptions.Of(task.Stage!, tasks.CustomStages);
            Tie(task, task.Stage!.Dependencies);
        }

        foreach (var task in named.Where(task => task.Stage is null))
        {
            task.Task.Description ??= StageDescriptions.Of(task.Nodes);
            // In bulk, only what has a task by itself is a task: the user may have hung something on it.
            Tie(task, task.IsBulk ? planned.Graph.Closure(task.Nodes).Where(node => tasks.Find(node.Id) is not null) : task.Nodes);
        }
    }

    private static void Tie(StageTask task, IEnumerable<StageNode> nodes)
    {
        var known = task.Task.Dependencies.Select(dependency => dependency.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var node in nodes)
        {
            task.DependOn(known, node.Id);
        }
    }
}
