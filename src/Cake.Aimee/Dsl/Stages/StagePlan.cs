using System.Collections.Frozen;
using System.Collections.Immutable;
using Cake.Aimee.Planning;
using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>What one run of Cake asks of the scheduler: read off the tasks in the order in which Cake runs them.</summary>
/// <param name="Closure">The stages that the run's tasks stand for, in the order of those tasks.</param>
/// <param name="Alone">Those of them that have a task of their own in the run.</param>
/// <param name="Targets">Those of them whose results have to be here in the end.</param>
/// <param name="Gated">Those that start only when they are joined.</param>
/// <param name="ErrorHandled">Those whose tasks handle errors.</param>
internal sealed record StagePlan(
    ImmutableArray<StageNode> Closure,
    FrozenSet<StageNode> Alone,
    ImmutableArray<StageNode> Targets,
    FrozenSet<StageNode> Gated,
    FrozenSet<StageNode> ErrorHandled)
{
    /// <summary>Of stages that are built without tasks of Cake's.</summary>
    /// <param name="closure">The stages, with all that they need.</param>
    /// <param name="targets">Those of them that are asked for.</param>
    public static StagePlan Without(ImmutableArray<StageNode> closure, ImmutableArray<StageNode> targets) =>
        new(closure, FrozenSet<StageNode>.Empty, targets, FrozenSet<StageNode>.Empty, FrozenSet<StageNode>.Empty);

    /// <summary>Reads a run's tasks.</summary>
    /// <param name="order">The tasks that Cake runs, in its order.</param>
    /// <param name="targets">The names that were asked for.</param>
    /// <param name="isExclusive">Whether they run without what they depend on.</param>
    /// <param name="stages">The tasks of stages.</param>
    /// <param name="graph">All stages.</param>
    public static StagePlan Of(
        IReadOnlyList<ICakeTaskInfo> order, IReadOnlyCollection<string> targets, bool isExclusive, StageTasks stages, StageGraph graph)
    {
        var run = order.Select(task => stages.Find(task.Name)).OfType<StageTask>().ToList();
        var alone = run.Select(task => task.Stage).OfType<StageNode>().ToFrozenSet();
        var closure = new List<StageNode>(run.Select(task => task.Stage).OfType<StageNode>());
        var known = alone.ToHashSet();
        foreach (var task in run.Where(task => task.Stage is null))
        {
            // What Cake runs no task for, this one joins: too many stages, or --exclusive.
            closure.AddRange((task.IsBulk && !isExclusive ? graph.Closure(task.Nodes) : task.Nodes).Where(known.Add));
        }

        var gates = new TaskGates(order, stages);
        return new(
            [.. closure],
            alone,
            [.. Wanted(order, targets, stages, known)],
            closure.Where(gates.IsGated).ToFrozenSet(),
            run.Where(task => task.Stage is not null && task.Task.ErrorHandler is not null).Select(task => task.Stage!).ToFrozenSet());
    }

    /// <summary>The stages that a task joins for lack of tasks of their own.</summary>
    public IEnumerable<StageNode> JoinedBy(StageTask task)
    {
        var own = task.IsBulk ? null : task.Nodes.ToHashSet();
        return Closure.Where(node => !Alone.Contains(node) && own?.Contains(node) != false);
    }

    /// <summary>What was named, and what tasks other than stages' come after: those count on its result.</summary>
    private static HashSet<StageNode> Wanted(
        IReadOnlyList<ICakeTaskInfo> order, IReadOnlyCollection<string> targets, StageTasks stages, HashSet<StageNode> closure)
    {
        var names = targets.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var task in order)
        {
            if (stages.Find(task.Name) is not { Stage: { } })
            {
                names.Add(task.Name);
                names.UnionWith(task.Dependencies.Select(dependency => dependency.Name));
            }
            else if (task.Dependees.Count > 0)
            {
                names.Add(task.Name);
            }
        }

        return [.. names.Select(stages.Find).OfType<StageTask>().SelectMany(task => task.Nodes).Where(closure.Contains)];
    }
}
