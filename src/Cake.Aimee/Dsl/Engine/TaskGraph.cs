using Cake.Aimee.Diagnostics;
using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>Which task runs before which, and the orders that follow from it. Tasks are their positions.</summary>
internal sealed class TaskGraph
{
    private readonly IReadOnlyList<CakeTask> tasks;
    private readonly IReadOnlyDictionary<string, int> positions;
    private readonly HashSet<(int Before, int After)> edges = [];
    private readonly List<int>[] predecessors;
    private readonly List<string> faults = [];

    /// <summary>Reads the tasks' dependencies.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="positions">Where each name stands among them.</param>
    /// <exception cref="CakeException">A task needs one that is not there, itself, or one that needs it.</exception>
    public TaskGraph(IReadOnlyList<CakeTask> tasks, IReadOnlyDictionary<string, int> positions)
    {
        this.tasks = tasks;
        this.positions = positions;
        predecessors = new List<int>[tasks.Count];
        for (var task = 0; task < tasks.Count; task++)
        {
            predecessors[task] = [];
        }

        for (var task = 0; task < tasks.Count; task++)
        {
            Connect(task);
        }

        if (faults.Count > 0)
        {
            throw new CakeException(string.Join(Environment.NewLine, faults));
        }
    }

    /// <summary>
    /// The order for targets: one target's dependencies as they were declared, depth first; of several targets whatever
    /// is ready, by name.
    /// </summary>
    /// <exception cref="CakeException">Tasks need each other in a circle.</exception>
    public CakeTask[] Order(IReadOnlyList<string> targets)
    {
        var order = new List<int>();
        var states = new State[tasks.Count];
        foreach (var target in targets)
        {
            Visit(positions[target], states, order);
        }

        return [.. (targets.Count == 1 ? order : ByName(order)).ConvertAll(task => tasks[task])];
    }

    private void Connect(int task)
    {
        foreach (var dependency in tasks[task].Dependencies)
        {
            if (positions.TryGetValue(dependency.Name, out var other))
            {
                Connect(other, task);
            }
            else if (dependency.Required)
            {
                faults.Add($"Task '{tasks[task].Name}' depends on '{dependency.Name}', which is not there.{Suggestion(dependency.Name)}");
            }
        }

        foreach (var dependee in tasks[task].Dependees)
        {
            if (positions.TryGetValue(dependee.Name, out var other))
            {
                Connect(task, other);
            }
            else if (dependee.Required)
            {
                faults.Add($"Task '{tasks[task].Name}' is to run before '{dependee.Name}', which is not there.{Suggestion(dependee.Name)}");
            }
        }
    }

    /// <summary>The end of a sentence about a name that no task has.</summary>
    public string Suggestion(string name) =>
        Nearest.To(name, positions.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private void Connect(int before, int after)
    {
        if (before == after)
        {
            faults.Add($"Task '{tasks[before].Name}' depends on itself.");
        }
        else if (edges.Contains((after, before)))
        {
            faults.Add($"Tasks '{tasks[after].Name}' and '{tasks[before].Name}' depend on each other.");
        }
        else if (edges.Add((before, after)))
        {
            predecessors[after].Add(before);
        }
    }

    /// <summary>Depth first, without recursion: a chain may be as long as there are tasks.</summary>
    private void Visit(int target, State[] states, List<int> order)
    {
        if (states[target] == State.Done)
        {
            return;
        }

        var path = new Stack<(int Task, int Next)>();
        path.Push((target, 0));
        states[target] = State.Open;
        while (path.TryPop(out var step))
        {
            if (step.Next == predecessors[step.Task].Count)
            {
                states[step.Task] = State.Done;
                order.Add(step.Task);
                continue;
            }

            path.Push(step with { Next = step.Next + 1 });
            var next = predecessors[step.Task][step.Next];
            if (states[next] == State.Open)
            {
                throw Circle(next, path.Select(open => open.Task));
            }

            if (states[next] == State.New)
            {
                states[next] = State.Open;
                path.Push((next, 0));
            }
        }
    }

    private CakeException Circle(int start, IEnumerable<int> path)
    {
        var round = path.TakeWhile(task => task != start).Append(start).Reverse().Append(start);
        return new CakeException(
            $"Tasks need each other in a circle: {string.Join(" -> ", round.Select(task => tasks[task].Name))}.");
    }

    private List<int> ByName(List<int> closure)
    {
        var waiting = closure.ToDictionary(task => task, task => predecessors[task].Count);
        var successors = closure
            .SelectMany(task => predecessors[task].Select(before => (before, task)))
            .ToLookup(edge => edge.before, edge => edge.task);
        var ready = new PriorityQueue<int, string>(
            closure.Where(task => waiting[task] == 0).Select(task => (task, tasks[task].Name)),
            StringComparer.OrdinalIgnoreCase);

        var order = new List<int>(closure.Count);
        while (ready.TryDequeue(out var task, out _))
        {
            order.Add(task);
            foreach (var successor in successors[task].Where(successor => --waiting[successor] == 0))
            {
                ready.Enqueue(successor, tasks[successor].Name);
            }
        }

        return order;
    }

    private enum State
    {
        New,
        Open,
        Done,
    }
}
