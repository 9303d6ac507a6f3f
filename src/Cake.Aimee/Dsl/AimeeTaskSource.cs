using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>Gives a host's engine our tasks: those that are there in every tree, and the stages that are asked for.</summary>
/// <param name="runtime">The run of Cake over the tree.</param>
/// <param name="ties">The host's own tasks that run before and after stages.</param>
public sealed class AimeeTaskSource(AimeeRuntime runtime, IStageTies? ties = null) : ITaskSource
{
    /// <inheritdoc/>
    public void Complete(ICakeEngine engine, IReadOnlyList<string>? targets)
    {
        ArgumentNullException.ThrowIfNull(engine);
        foreach (var tie in ties?.All() ?? [])
        {
            Tie(engine, tie);
        }

        runtime.TreeTasks(engine).Complete(targets ?? runtime.Targets);
    }

    private static void Tie(ICakeEngine engine, StageTie tie)
    {
        var task = (CakeTask?)engine.Tasks.FirstOrDefault(task => task.Name.Equals(tie.Task, StringComparison.OrdinalIgnoreCase));
        var stage = TreeTasks.FullName(tie.Stage);
        var others = tie.RunsBefore ? task?.Dependees : task?.Dependencies;
        if (others is not null && !others.Exists(other => other.Name.Equals(stage, StringComparison.OrdinalIgnoreCase)))
        {
            others.Add(new CakeTaskDependency(stage, required: true));
        }
    }
}
