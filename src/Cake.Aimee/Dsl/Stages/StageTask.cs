using System.Collections.Immutable;
using Cake.Aimee.Planning;
using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>A task of Cake's that stands for stages: for one of its own name, or for all that a name like <c>all:compile</c> means.</summary>
/// <param name="task">Cake's side of it.</param>
internal sealed class StageTask(CakeTask task)
{
    /// <summary>Cake's side of it.</summary>
    public CakeTask Task { get; } = task;

    /// <summary>The stages that it stands for; none until the tree has been read.</summary>
    public ImmutableArray<StageNode> Nodes { get; private set; } = [];

    /// <summary>The stage whose own task this is; null for a name that gathers stages.</summary>
    public StageNode? Stage { get; private set; }

    /// <summary>Whether stages that have no task of their own are joined by this one: there are too many for Cake's lists.</summary>
    public bool IsBulk { get; private set; }

    /// <summary>Whether its stages, and the tasks that come before it, are known.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the user has hung more on it than tasks before and after: what comes next has to wait for that.</summary>
    public bool HasUserCode => Task.Actions.Count > 1 || Task.DelayedActions.Count > 0 || Task.FinallyHandler is not null;

    /// <summary>Says what it stands for.</summary>
    public void StandFor(ImmutableArray<StageNode> nodes, bool isBulk)
    {
        Nodes = nodes;
        Stage = nodes is [var node] && node.Id.Equals(Task.Name, StringComparison.OrdinalIgnoreCase) ? node : null;
        (IsBulk, IsComplete) = (isBulk, true);
    }

    /// <summary>Runs after another task; once, however often it is said.</summary>
    public void DependOn(ISet<string> known, string name)
    {
        if (known.Add(name))
        {
            Task.Dependencies.Add(new CakeTaskDependency(name, required: true));
        }
    }
}
