using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;
using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>The tasks of stages in an engine, by their names.</summary>
/// <param name="engine">The engine.</param>
/// <param name="run">What such a task does.</param>
internal sealed class StageTasks(ICakeEngine engine, Func<StageTask, Task> run)
{
    private readonly Dictionary<string, StageTask> byName = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<string>? taken;

    /// <summary>The stages that the program adds to those of every tree.</summary>
    public ImmutableArray<CustomStage> CustomStages { get; set; } = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<StageTask> All => byName.Values;

    /// <summary>Those whose stages are not known yet.</summary>
    public IEnumerable<StageTask> Incomplete => byName.Values.Where(task => !task.IsComplete);

    /// <summary>Finds one.</summary>
    public StageTask? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Whether a name is that of a stage: <c>compile</c>.</summary>
    public bool IsStageName(string name) =>
        StageNames.All.Contains(name, StringComparer.OrdinalIgnoreCase)
        || CustomStages.Any(custom => custom.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the engine has a task of a name.</summary>
    public bool IsTaken(string name)
    {
        // The engine's own list is scanned once, and not for each of thousands of stages.
        taken = taken is { Count: var count } && count == engine.Tasks.Count
            ? taken
            : engine.Tasks.Select(task => task.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return taken.Contains(name);
    }

    /// <summary>Registers one.</summary>
    public StageTask Add(string name)
    {
        var builder = engine.RegisterTask(name);
        var task = new StageTask((CakeTask)builder.Task);
        builder.Does(() => run(task));
        byName.Add(name, task);
        taken?.Add(name);
        return task;
    }
}
