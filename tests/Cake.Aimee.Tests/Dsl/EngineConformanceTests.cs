using Cake.Aimee.Dsl;
using Cake.Core;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>Our engine does what Cake's does: every scenario runs on both, and the records are compared.</summary>
public sealed class EngineConformanceTests
{
    public static IEnumerable<TestCaseData> Scenarios()
    {
        yield return Scenario("order", Run("d"), trial =>
        {
            Task(trial, "a");
            Task(trial, "c").IsDependentOn("B");
            Task(trial, "b").IsDependentOn("a");
            Task(trial, "d").IsDependentOn("c").IsDependentOn("A");
            Task(trial, "not needed");
        });
        yield return Scenario("dependees", Run("last"), trial =>
        {
            Task(trial, "last").IsDependentOn("x");
            Task(trial, "x");
            Task(trial, "guest").IsDependeeOf("last").IsDependeeOf("x");
        });
        yield return Scenario("several targets, shared dependencies", Run("z", "y", "Z"), Diamond);
        yield return Scenario("several targets, one pass each", Run("z", "y").UseUnifiedDependencyGraphForMultipleTargets(false), Diamond);
        yield return Scenario("exclusive", Run("z").UseExclusiveTarget(), Diamond);
        yield return Scenario("exclusive, several targets", Run("z", "a").UseExclusiveTarget(), Diamond);
        yield return Scenario("exclusive, one pass each", Run("z", "a").UseExclusiveTarget().UseUnifiedDependencyGraphForMultipleTargets(false), Diamond);
        yield return Scenario("a gathering task", Run("all"), trial =>
        {
            Task(trial, "a");
            trial.Engine.RegisterTask("all").IsDependentOn("a");
        });
        yield return Scenario("criteria", Run("c"), trial =>
        {
            Task(trial, "a").WithCriteria(true).WithCriteria(false, "not on Sundays").WithCriteria(_ => throw new ScenarioException("asked"));
            Task(trial, "b").WithCriteria(false).IsDependentOn("a");
            Task(trial, "c").IsDependentOn("b");
        });
        yield return Scenario("a target that criteria refuse", Run("a"), trial => Task(trial, "a").WithCriteria(false, "never"));
        yield return Scenario("criteria that fail", Run("b"), trial =>
        {
            Task(trial, "a").WithCriteria(_ => throw new ScenarioException("asked"));
            Task(trial, "b").IsDependentOn("a");
        });
        yield return Scenario("handlers", Run("d"), trial =>
        {
            Failing(trial, "a").OnError(failure => trial.Note($"handled: {EngineTrial.Of(failure)}")).Finally(() => trial.Note("last"));
            Failing(trial, "b").ContinueOnError().ReportError(failure => trial.Note($"reported: {EngineTrial.Of(failure)}"));
            Failing(trial, "c").Does(() => trial.Note("c goes on")).DeferOnError().OnError(_ => throw new ScenarioException("handler"));
            Task(trial, "d").IsDependentOn("a").IsDependentOn("b").IsDependentOn("c");
        });
        yield return Scenario("teardowns that fail", Run("a"), trial =>
        {
            Task(trial, "a");
            trial.Engine.RegisterTeardownAction(_ => throw new ScenarioException("one"));
            trial.Engine.RegisterTeardownAction(_ => throw new ScenarioException("two"));
        });
        yield return Scenario("a setup that fails", Run("a"), trial =>
        {
            Task(trial, "a");
            trial.Engine.RegisterSetupAction(_ => throw new ScenarioException("setup"));
            trial.Engine.RegisterTeardownAction(context => trial.Note($"teardown, {EngineTrial.Of(context.ThrownException)}"));
        });
        yield return Scenario("a task setup and a task teardown that fail", Run("b"), trial =>
        {
            Task(trial, "a").ContinueOnError();
            Task(trial, "b").IsDependentOn("a");
            trial.Engine.RegisterTaskSetupAction(context => throw new ScenarioException($"before {context.Task.Name}"));
            trial.Engine.RegisterTaskTeardownAction(context => throw new ScenarioException($"after {context.Task.Name}"));
        });
        yield return Scenario("no target", new ExecutionSettings(), Diamond);
        yield return Scenario("a missing target", Run("nope"), Diamond);
        yield return Scenario("missing targets", Run("nope", "z", "neither"), Diamond);
        yield return Scenario("a duplicate", Run("a"), trial =>
        {
            Task(trial, "a");
            Task(trial, "A");
        });
        yield return Scenario("an empty name", Run("a"), trial => Task(trial, " "));
        yield return Scenario("a missing dependency", Run("a"), trial => Task(trial, "a").IsDependentOn("nope"));
        yield return Scenario("a missing dependee", Run("a"), trial => Task(trial, "a").IsDependeeOf("nope"));
        yield return Scenario("an optional dependency", Run("a"), trial =>
        {
            var task = Task(trial, "a").Task;
            ((CakeTask)task).Dependencies.Add(new CakeTaskDependency("nope", required: false));
            ((CakeTask)task).Dependees.Add(new CakeTaskDependency("neither", required: false));
        });
        yield return Scenario("itself", Run("a"), trial => Task(trial, "a").IsDependentOn("A"));
        yield return Scenario("each other", Run("c"), trial =>
        {
            Task(trial, "a").IsDependentOn("b");
            Task(trial, "b").IsDependentOn("a");
            Task(trial, "c");
        });
        yield return Scenario("a circle", Run("a"), Circle);
        yield return Scenario("a circle beside the way", Run("free"), Circle);
        yield return Scenario("a circle in the second of two passes", Run("free", "a").UseUnifiedDependencyGraphForMultipleTargets(false), Circle);
        yield return Scenario("a typed teardown without its setup", Run("a"), trial =>
        {
            Task(trial, "a");
            trial.Engine.RegisterTeardownAction<string>((_, data) => trial.Note(data));
        });
        yield return Scenario("typed actions", Run("a"), trial =>
        {
            Task(trial, "a");
            trial.Engine.RegisterSetupAction(context => $"data of {context.TargetTask.Name}");
            trial.Engine.RegisterTaskSetupAction<string>((context, data) => trial.Note($"{context.Task.Name} begins with {data}"));
            trial.Engine.RegisterTaskTeardownAction<string>((context, data) => trial.Note($"{context.Task.Name} ends with {data}"));
            trial.Engine.RegisterTeardownAction<string>((context, data) => trial.Note($"{context.Successful}: {data}"));
        });
        yield return Scenario("two task setups", Run("a"), trial =>
        {
            trial.Engine.RegisterTaskSetupAction(_ => { });
            trial.Engine.RegisterTaskSetupAction(_ => { });
        });
        yield return Scenario("two typed setups of one type", Run("a"), trial =>
        {
            trial.Engine.RegisterSetupAction(_ => "one");
            trial.Engine.RegisterSetupAction(_ => "other");
        });
    }

    [TestCaseSource(nameof(Scenarios))]
    public async Task Both_engines_do_the_same(Action<EngineTrial> arrange, ExecutionSettings settings) =>
        await AssertAlikeAsync(arrange, settings);

    internal static async Task AssertAlikeAsync(Action<EngineTrial> arrange, ExecutionSettings settings)
    {
        var cakes = await EngineTrial.RecordAsync<CakeEngine>(arrange, settings);
        var ours = await EngineTrial.RecordAsync<IndexedEngine>(arrange, settings);
        Assert.That(string.Join('\n', ours), Is.EqualTo(string.Join('\n', cakes)));
    }

    private static ExecutionSettings Run(params string[] targets) => new ExecutionSettings().SetTargets(targets);

    private static TestCaseData Scenario(string name, ExecutionSettings settings, Action<EngineTrial> arrange) =>
        new TestCaseData(arrange, settings).SetArgDisplayNames(name);

    private static CakeTaskBuilder Task(EngineTrial trial, string name) =>
        trial.Engine.RegisterTask(name).Does(() => trial.Note($"{name} runs"));

    private static CakeTaskBuilder Failing(EngineTrial trial, string name) =>
        trial.Engine.RegisterTask(name).Does(() => throw new ScenarioException(name));

    private static void Diamond(EngineTrial trial)
    {
        Task(trial, "z").IsDependentOn("right").IsDependentOn("left");
        Task(trial, "left").IsDependentOn("a");
        Task(trial, "right").IsDependentOn("a");
        Task(trial, "a");
        Task(trial, "y").IsDependentOn("Left");
        trial.Engine.RegisterSetupAction(context => trial.Note(
            $"setup of {context.TargetTask.Name}: {string.Join(' ', context.TasksToExecute.Select(task => task.Name))}"));
    }

    private static void Circle(EngineTrial trial)
    {
        Task(trial, "a").IsDependentOn("b");
        Task(trial, "b").IsDependentOn("c");
        Task(trial, "c").IsDependentOn("a");
        Task(trial, "free");
        trial.Engine.RegisterSetupAction(_ => trial.Note("setup"));
        trial.Engine.RegisterTeardownAction(context => trial.Note($"teardown, {EngineTrial.Of(context.ThrownException)}"));
    }
}
