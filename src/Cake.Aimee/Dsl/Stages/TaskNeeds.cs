using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>Which names the tasks of an engine name, whether or not there are tasks of those names yet.</summary>
internal sealed class TaskNeeds
{
    private readonly IReadOnlyList<ICakeTaskInfo> tasks;
    private readonly Dictionary<string, ICakeTaskInfo> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<string>> guests = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the tasks.</summary>
    public TaskNeeds(IReadOnlyList<ICakeTaskInfo> tasks)
    {
        this.tasks = tasks;
        foreach (var task in tasks)
        {
            byName.TryAdd(task.Name, task);
            foreach (var dependee in task.Dependees)
            {
                if (!guests.TryGetValue(dependee.Name, out var names))
                {
                    guests.Add(dependee.Name, names = []);
                }

                names.Add(task.Name);
            }
        }
    }

    /// <summary>The names of all tasks.</summary>
    public IEnumerable<string> Names => byName.Keys;

    /// <summary>Whether there is a task of a name.</summary>
    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>The names that tasks say they depend on, or run before, and that no task has; each with the first task that says it.</summary>
    public IEnumerable<MissingTask> Missing() => tasks
        .SelectMany(task => task.Dependencies.Concat(task.Dependees).Select(other => new MissingTask(other.Name, task.Name, other.Required)))
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

            foreach (var before in (byName.TryGetValue(name, out var task) ? task.Dependencies.Select(other => other.Name) : []).Concat(guests.GetValueOrDefault(name, [])))
            {
                waiting.Push(before);
            }
        }

        return reached;
    }
}
