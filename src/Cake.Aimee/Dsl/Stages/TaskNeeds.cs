using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>Which names the tasks of an engine name, whether or not there are tasks of those names yet.</summary>
internal sealed class TaskNeeds
{
    private readonly IReadOnlyList<ICakeTaskInfo> tasks;
    private readonly Dictionary<string, ICakeTaskInfo> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, string> guests;

    /// <summary>Reads the tasks.</summary>
    public TaskNeeds(IReadOnlyList<ICakeTaskInfo> tasks)
    {
        this.tasks = tasks;
        foreach (var task in tasks)
        {
            byName.TryAdd(task.Name, task);
        }

        guests = tasks
            .SelectMany(task => task.Dependees.Select(dependee => (dependee.Name, Guest: task.Name)))
            .ToLookup(pair => pair.Name, pair => pair.Guest, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names of all tasks.</summary>
    public IEnumerable<string> Names => byName.Keys;

    /// <summary>Whether there is a task of a name.</summary>
    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>The names that tasks say they depend on, or run before, and that no task has; each with the first task that says it.</summary>
    public IEnumerable<(string Name, string By, bool IsRequired)> Missing() => tasks
        .SelectMany(task => task.Dependencies.Concat(task.Dependees).Select(other => (other.Name, By: task.Name, IsRequired: other.Required)))
        .Where(other => !Has(other.Name))
        .DistinctBy(other => other.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of all that runs when some tasks are run, those that no task has among them.</summary>
    public HashSet<string> Reach(IEnumerable<string> names)
    {
        var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var waiting = new Stack<string>(names);
        while (waiting.TryPop(out var name))
        {
            if (!reached.Add(name))
            {
                continue;
            }

            foreach (var before in (byName.TryGetValue(name, out var task) ? task.Dependencies.Select(other => other.Name) : []).Concat(guests[name]))
            {
                waiting.Push(before);
            }
        }

        return reached;
    }
}
