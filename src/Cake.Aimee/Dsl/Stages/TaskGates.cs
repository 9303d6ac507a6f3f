using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;
using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>
/// Which stages wait for their own join, as Cake may have something to say before they start: criteria, tasks of the
/// user's own before them or hung on what comes before them, or something that is taken away first.
/// </summary>
internal sealed class TaskGates
{
    private readonly StageTasks stages;
    private readonly Dictionary<string, int> positions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<PlannedPackage, int> takenAway = [];
    private readonly HashSet<string> behindGuests = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a run.</summary>
    /// <param name="order">The tasks that Cake runs, in its order.</param>
    /// <param name="stages">The tasks of stages.</param>
    public TaskGates(IReadOnlyList<ICakeTaskInfo> order, StageTasks stages)
    {
        this.stages = stages;
        for (var position = 0; position < order.Count; position++)
        {
            Add(order[position], position);
        }
    }

    /// <summary>Whether a stage waits for its join.</summary>
    public bool IsGated(StageNode node)
    {
        if (IsReverse(node))
        {
            return true;
        }

        // What has no task of its own is joined at the end, behind all that is taken away.
        var position = positions.GetValueOrDefault(node.Id, int.MaxValue);
        return (takenAway.TryGetValue(node.Package, out var first) && first < position)
            || behindGuests.Contains(node.Id)
            || node.Dependencies.Any(before => IsReplaced(before) || stages.Find(before.Id)?.HasUserCode == true)
            || (stages.Find(node.Id) is { Task: var task }
                && (task.Criterias.Count > 0 || task.Dependencies.Any(before => IsGuest(before.Name))));
    }

    private void Add(ICakeTaskInfo task, int position)
    {
        positions.TryAdd(task.Name, position);
        if (stages.Find(task.Name) is { Stage: { } node } && IsReverse(node))
        {
            takenAway.TryAdd(node.Package, position);
        }

        if (IsGuest(task.Name))
        {
            behindGuests.UnionWith(task.Dependees.Select(dependee => dependee.Name));
        }
    }

    /// <summary>Whether a task does what the scheduler knows nothing of: it is no stage's, or the user has hung more on it.</summary>
    private bool IsGuest(string name) => stages.Find(name) is not { Stage: not null, HasUserCode: false };

    /// <summary>Whether the user has a task of the stage's name.</summary>
    private bool IsReplaced(StageNode node) => stages.Find(node.Id) is null && stages.IsTaken(node.Id);

    private static bool IsReverse(StageNode node) => node.Stage is StageNames.Uninstall or StageNames.Clean or StageNames.Distclean;
}
