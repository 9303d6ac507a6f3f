using Cake.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>
/// One scenario on one engine, in Cake's own container: what happened in which order, what the report says, and what
/// was thrown. Two engines are alike when their records are.
/// </summary>
public sealed class EngineTrial
{
    private readonly List<string> record = [];
    private readonly ServiceProvider services;

    private EngineTrial(Type engine)
    {
        services = EngineServices.With(engine, new ErrorLog(NoteError)).BuildServiceProvider();
        Engine = services.GetRequiredService<ICakeEngine>();
        Listen();
    }

    public ICakeEngine Engine { get; }

    /// <summary>Notes something that a scenario's task, handler or action did.</summary>
    public void Note(string what) => record.Add(what);

    /// <summary>Runs a scenario on an engine.</summary>
    public static async Task<IReadOnlyList<string>> RecordAsync<TEngine>(Action<EngineTrial> arrange, ExecutionSettings settings)
        where TEngine : ICakeEngine
    {
        var trial = new EngineTrial(typeof(TEngine));
        await using (trial.services)
        {
            await trial.RunAsync(arrange, settings);
        }

        return trial.record;
    }

    private async Task RunAsync(Action<EngineTrial> arrange, ExecutionSettings settings)
    {
        try
        {
            arrange(this);
            var context = services.GetRequiredService<ICakeContext>();
            var strategy = services.GetRequiredService<IExecutionStrategy>();
            Write(await Engine.RunTargetAsync(context, strategy, settings));
        }
        catch (Exception exception)
        {
            Write((exception as CakeReportException)?.Report);
            Write(exception, indent: "");
        }

        foreach (var task in Engine.Tasks.Cast<CakeTask>())
        {
            Note($"task: {task.Name}, refused by {string.Join(' ', task.Criterias.Select(one => one.CausedSkippingOfTask))}");
        }
    }

    /// <summary>One engine may need more lines than the other to tell of a failure; both must tell at the same place.</summary>
    private void NoteError()
    {
        if (record.Count == 0 || record[^1] != "log: error")
        {
            Note("log: error");
        }
    }

    private void Listen()
    {
        Engine.BeforeSetup += (sender, _) => Note($"event: before setup, from the engine: {sender == Engine}");
        Engine.AfterSetup += (_, _) => Note("event: after setup");
        Engine.BeforeTeardown += (_, args) => Note($"event: before teardown, {Of(args.TeardownContext.ThrownException)}");
        Engine.AfterTeardown += (_, args) => Note($"event: after teardown, {Of(args.TeardownContext.ThrownException)}");
        Engine.BeforeTaskSetup += (_, args) => Note($"event: before task setup of {args.TaskSetupContext.Task.Name}");
        Engine.AfterTaskSetup += (_, args) => Note($"event: after task setup of {args.TaskSetupContext.Task.Name}");
        Engine.BeforeTaskTeardown += (_, args) => Note($"event: before task teardown of {Of(args.TaskTeardownContext)}");
        Engine.AfterTaskTeardown += (_, args) => Note($"event: after task teardown of {Of(args.TaskTeardownContext)}");
    }

    public static string Of(ITaskTeardownContext context) =>
        $"{context.Task.Name}, skipped: {(context.Skipped ? $"True, for {context.Duration}" : "False")}, {Of(context.ThrownException)}";

    /// <summary>An exception as both engines must agree on it: what a scenario threw is told in full, what an engine says of itself by its kind.</summary>
    public static string Of(Exception? exception) => exception switch
    {
        null => "no exception",
        ScenarioException => $"scenario: {exception.Message}",
        CakeException cake => $"CakeException with code {cake.ExitCode}",
        _ => exception.GetType().Name,
    };

    private void Write(CakeReport? report)
    {
        foreach (var entry in report ?? [])
        {
            var skipped = entry.SkippedMessage.Length == 0 ? "" : $": {entry.SkippedMessage}";
            Note($"report: {entry.Category} {entry.TaskName} {entry.ExecutionStatus}{skipped}");
        }
    }

    private void Write(Exception exception, string indent)
    {
        Note($"thrown: {indent}{Of(exception)}");
        if (exception is CakeReportException wrapped)
        {
            Note($"thrown: {indent}says what its cause says: {wrapped.Message == wrapped.InnerException?.Message}");
        }

        IEnumerable<Exception> causes = exception is AggregateException several
            ? several.InnerExceptions
            : new[] { exception.InnerException }.OfType<Exception>();
        foreach (var cause in causes)
        {
            Write(cause, indent + "  ");
        }
    }
}
