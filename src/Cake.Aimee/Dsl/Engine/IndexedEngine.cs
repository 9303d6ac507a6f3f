using System.Diagnostics.CodeAnalysis;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Dsl;

/// <summary>
/// An engine for large builds: it does what Cake's own does, in the same order, with look-ups where that one scans
/// lists, so that ten thousand tasks cost a second and not ten.
/// </summary>
/// <remarks>
/// It differs in what it says of a graph that is wrong: all missing dependencies at once, and the way round a circle.
/// Like Cake's, it runs one target after another, and is not for use by several threads.
/// </remarks>
public sealed partial class IndexedEngine : ICakeEngine
{
    private readonly List<CakeTask> tasks = [];
    private readonly Dictionary<string, int> positions = new(StringComparer.OrdinalIgnoreCase);
    private readonly CakeEngineActions actions;
    private readonly ICakeLog log;
    private readonly FailureExitCode? exitCode;
    private readonly ITaskSource? source;
    private bool isCompleting;
    private int completed = -1;

    /// <summary>Makes an engine without tasks.</summary>
    /// <param name="data">Keeps what typed setups return.</param>
    /// <param name="log">Where failures that do not end the run are told.</param>
    /// <param name="exitCode">Is told what ended a run, for a program that wants a task's own exit code.</param>
    /// <param name="source">Registers tasks when it is known what is asked for.</param>
    public IndexedEngine(ICakeDataService data, ICakeLog log, FailureExitCode? exitCode = null, ITaskSource? source = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(log);
        actions = new CakeEngineActions(data);
        this.log = log;
        this.exitCode = exitCode;
        this.source = source;
    }

    /// <summary>The tasks, in the order of their registration.</summary>
    public IReadOnlyList<ICakeTaskInfo> Tasks
    {
        get
        {
            Complete(null);
            return tasks;
        }
    }

    /// <summary>The targets of the run under way, or else of the last one, and whether they run alone.</summary>
    public ExecutionSettings? Settings { get; private set; }

    /// <summary>Finds a task by its name, whatever the case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="task">The task, when there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetTask(string name, [NotNullWhen(true)] out CakeTask? task)
    {
        task = positions.TryGetValue(name, out var position) ? tasks[position] : null;
        return task is not null;
    }

    /// <summary>Registers a task.</summary>
    /// <param name="name">The name; it differs from all others by more than case.</param>
    /// <returns>A builder that says what the task does and when.</returns>
    /// <exception cref="CakeException">The name is taken.</exception>
    public CakeTaskBuilder RegisterTask(string name)
    {
        var task = new CakeTask(name);
        if (!positions.TryAdd(name, tasks.Count))
        {
            throw new CakeException($"A task '{tasks[positions[name]].Name}' is there already: names differ by more than case.");
        }

        tasks.Add(task);
        return new CakeTaskBuilder(task);
    }

    /// <inheritdoc/>
    public void RegisterSetupAction(Action<ISetupContext> action) => actions.RegisterSetup(action);

    /// <inheritdoc/>
    public void RegisterSetupAction<TData>(Func<ISetupContext, TData> action)
        where TData : class => actions.RegisterSetup(action);

    /// <inheritdoc/>
    public void RegisterTeardownAction(Action<ITeardownContext> action) => actions.RegisterTeardown(action);

    /// <inheritdoc/>
    public void RegisterTeardownAction<TData>(Action<ITeardownContext, TData> action)
        where TData : class => actions.RegisterTeardown(action);

    /// <inheritdoc/>
    public void RegisterTaskSetupAction(Action<ITaskSetupContext> action) => actions.RegisterTaskSetup(action);

    /// <inheritdoc/>
    public void RegisterTaskSetupAction<TData>(Action<ITaskSetupContext, TData> action)
        where TData : class => actions.RegisterTaskSetup(action);

    /// <inheritdoc/>
    public void RegisterTaskTeardownAction(Action<ITaskTeardownContext> action) => actions.RegisterTaskTeardown(action);

    /// <inheritdoc/>
    public void RegisterTaskTeardownAction<TData>(Action<ITaskTeardownContext, TData> action)
        where TData : class => actions.RegisterTaskTeardown(action);

    /// <summary>Runs targets after what they depend on.</summary>
    /// <param name="context">The context that tasks get.</param>
    /// <param name="strategy">Runs one task, or only names it.</param>
    /// <param name="settings">The targets.</param>
    /// <returns>What ran, and for how long.</returns>
    /// <exception cref="CakeException">The graph is wrong, or a target is not there; nothing has run.</exception>
    /// <exception cref="CakeReportException">A setup or a task failed; its cause is the inner exception.</exception>
    public async Task<CakeReport> RunTargetAsync(
        ICakeContext context,
        IExecutionStrategy strategy,
        ExecutionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var targets = settings.Targets.ToArray();
        if (targets.Length == 0)
        {
            throw new ArgumentException("A run needs a target.", nameof(settings));
        }

        ArgumentNullException.ThrowIfNull(strategy);
        Complete(targets);
        actions.Validate();
        var graph = new TaskGraph(tasks, positions);
        RequireTargets(targets, graph);

        Settings = settings;
        var run = new EngineRun(this, actions, log, context, strategy);
        try
        {
            return await run.RunAsync(graph, targets, settings).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            exitCode?.Tell(exception);
            throw;
        }
    }

    /// <summary>
    /// The source asks for the tasks as well: it gets those that there are. Whoever lists tasks again and again gets
    /// them without another look, unless there are new ones.
    /// </summary>
    private void Complete(string[]? targets)
    {
        if (source is null || isCompleting || (targets is null && completed == tasks.Count))
        {
            return;
        }

        isCompleting = true;
        try
        {
            source.Complete(this, targets);
            completed = tasks.Count;
        }
        finally
        {
            isCompleting = false;
        }
    }

    private void RequireTargets(IEnumerable<string> targets, TaskGraph graph)
    {
        var missing = targets.Where(target => !positions.ContainsKey(target)).ToList();
        if (missing.Count > 0)
        {
            throw new CakeException(
                string.Join(Environment.NewLine, missing.Select(target => $"There is no task '{target}'.{graph.Suggestion(target)}"))
                + " --description lists the tasks.");
        }
    }
}
