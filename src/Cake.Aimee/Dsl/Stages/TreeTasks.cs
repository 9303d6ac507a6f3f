using Cake.Aimee.Buildrules.Packages;
using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>The tasks of a tree's stages in one engine, from their registration to the end of each run.</summary>
internal sealed class TreeTasks
{
    private readonly ICakeEngine engine;
    private readonly AimeeRuntime runtime;
    private readonly StageTasks stages;
    private readonly KeptHeadings? headings;
    private IReadOnlyList<ICakeTaskInfo>? heard;
    private bool isListening;
    private StageBuild? build;

    /// <summary>Nothing is registered yet.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="runtime">The run of Cake over the tree.</param>
    public TreeTasks(ICakeEngine engine, AimeeRuntime runtime)
    {
        (this.engine, this.runtime) = (engine, runtime);
        stages = new StageTasks(engine, JoinAsync);
        // The first stage of a run has its heading: what comes before it may be a dry run, in which none runs.
        headings = runtime.KeepHeadings(engine, name => build is not null && IsPlainStage(name));
        // An event: a teardown action would show in the report, and the user's own comes after what is ended here.
        engine.BeforeTeardown += (_, _) => End();
    }

    /// <summary>Registers the tasks that are there in every tree, and those of the stages that are asked for.</summary>
    /// <param name="targets">The targets; null when the script decides that by itself later.</param>
    /// <exception cref="CakeException">The tree has errors, or something was named that is not in it.</exception>
    public void Complete(IReadOnlyList<string>? targets)
    {
        TaskRegistration.Register(engine, runtime);
        stages.CustomStages = runtime.Settings.Extensions.Stages;
        AimeeRuntime.Guard(() => new StageRegistration(engine, stages, runtime.Read).Complete(targets, runtime.Meaning));
        if (engine is IndexedEngine)
        {
            return;
        }

        runtime.WarnOfTargets(targets ?? [], new TaskNeeds(engine.Tasks), stages);
        if (targets is null && stages.All.Count > 0 && !isListening)
        {
            // What this script runs by default, only Cake knows, and tells only who takes part in its setup.
            isListening = true;
            engine.RegisterSetupAction(setup => heard = [.. setup.TasksToExecute]);
        }
    }

    /// <summary>Registers the task of one stage, unless it is there.</summary>
    /// <exception cref="CakeException">There is a task of that name which is not ours.</exception>
    public CakeTaskBuilder Stage(string name)
    {
        name = FullName(name);
        if (stages.Find(name) is null && stages.IsTaken(name))
        {
            throw new CakeException($"AimeeStage: the task '{name}' is there already, and is not the tree's.");
        }

        return new CakeTaskBuilder((stages.Find(name) ?? stages.Add(name)).Task);
    }

    /// <summary>A stage's whole name: without a stage's own it is the package stage.</summary>
    internal static string FullName(string name) => name.Contains(':') ? name : $"{name}:{StageNames.Package}";

    /// <summary>Whether a task stands for stages, and the user has hung nothing more on it.</summary>
    public bool IsPlainStage(string name) => stages.Find(name) is { HasUserCode: false };

    /// <summary>Whether the targets of the run under way need a task.</summary>
    public bool Reaches(string name) =>
        new TaskNeeds(engine.Tasks).Reach(heard is null ? Targets() ?? ["Default"] : heard.Select(task => task.Name)).Contains(name);

    private async Task JoinAsync(StageTask task)
    {
        headings?.Restore();
        if (!task.IsComplete)
        {
            throw new CakeException($"What '{task.Task.Name}' depends on is not known: AimeeTasks() is to stand last in the script, just before RunTarget.");
        }

        try
        {
            build ??= await runtime.StartStagesAsync(task.Task.Name, Plan(task.Task.Name)).ConfigureAwait(false);
            await build.JoinAsync(task).ConfigureAwait(false);
        }
        catch
        {
            // Cake tells what failed, under its heading.
            runtime.Heading.Show();
            throw;
        }
    }

    private StagePlan Plan(string first)
    {
        string[] targets = [.. (heard is null ? Targets() : Last(heard)) ?? []];
        var isExclusive = (engine as IndexedEngine)?.Settings?.Exclusive ?? IsExclusive();
        var order = heard ?? Order(targets);
        if (!order.Any(task => task.Name == first))
        {
            throw new CakeException(
                $"The script runs '{first}', which --target={string.Join(" --target=", targets)} does not need: what else it runs is not known here. "
                + "Let it run what is named, RunTargets(Arguments(\"target\", \"Default\")), or name no target.");
        }

        if (isExclusive)
        {
            order = [.. order.Where(task => targets.Contains(task.Name, StringComparer.OrdinalIgnoreCase))];
        }

        return StagePlan.Of(order, targets, isExclusive, stages, runtime.ReadTree().Graph);
    }

    private IEnumerable<string>? Targets() => (engine as IndexedEngine)?.Settings?.Targets ?? runtime.Targets;

    private CakeTask[] Order(string[] targets)
    {
        var positions = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var task in engine.Tasks)
        {
            positions.Add(task.Name, positions.Count);
        }

        return new TaskGraph([.. engine.Tasks.Cast<CakeTask>()], positions).Order(targets);
    }

    /// <summary>The tasks that no other comes after.</summary>
    private static string[] Last(IReadOnlyList<ICakeTaskInfo> order)
    {
        var needed = order.SelectMany(task => task.Dependencies).Select(other => other.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. order.Select(task => task.Name).Where(name => !needed.Contains(name))];
    }

    private void End()
    {
        runtime.Heading.Drop();
        runtime.SummarizeImages();
        if (build is { } ending)
        {
            build = null;
            ending.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Cake's script runner keeps its own options to itself: there the command line tells.</summary>
    private static bool IsExclusive() => Environment.GetCommandLineArgs().Any(word => word is "--exclusive" or "-e");
}
