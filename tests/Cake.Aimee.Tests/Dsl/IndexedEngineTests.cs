using Cake.Aimee.Dsl;
using Cake.Core;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>What our engine has that Cake's has not; the rest is in the comparison of the two.</summary>
public sealed class IndexedEngineTests
{
    private ServiceProvider services = null!;
    private IndexedEngine engine = null!;

    [SetUp]
    public void Make()
    {
        services = EngineServices.With(typeof(IndexedEngine), new ErrorLog(() => { }))
            .AddSingleton<FailureExitCode>()
            .BuildServiceProvider();
        engine = (IndexedEngine)services.GetRequiredService<ICakeEngine>();
    }

    [TearDown]
    public void Dispose() => services.Dispose();

    [Test]
    public void All_that_is_missing_is_told_at_once()
    {
        engine.RegisterTask("a").IsDependentOn("compiles").IsDependentOn("libraries");
        engine.RegisterTask("Compile").IsDependeeOf("publication").IsDependentOn("compile");

        Assert.That(
            async () => await RunAsync("a"),
            Throws.TypeOf<CakeException>().With.Message.EqualTo(string.Join(
                Environment.NewLine,
                "Task 'a' depends on 'compiles', which is not there. Did you mean 'Compile'?",
                "Task 'a' depends on 'libraries', which is not there.",
                "Task 'Compile' depends on itself.",
                "Task 'Compile' is to run before 'publication', which is not there.")));
    }

    [Test]
    public void Targets_that_are_not_there_are_told_with_what_was_meant()
    {
        engine.RegisterTask("CrossImage");

        Assert.That(
            async () => await RunAsync(new ExecutionSettings().SetTargets(["CrosImage", "Tset"])),
            Throws.TypeOf<CakeException>().With.Message.EqualTo(string.Join(
                Environment.NewLine,
                "There is no task 'CrosImage'. Did you mean 'CrossImage'?",
                "There is no task 'Tset'. --description lists the tasks.")));
    }

    [Test]
    public void The_way_round_a_circle_is_told()
    {
        engine.RegisterTask("start").IsDependentOn("a");
        engine.RegisterTask("a").IsDependentOn("b");
        engine.RegisterTask("b").IsDependentOn("c");
        engine.RegisterTask("c").IsDependentOn("a");

        Assert.That(
            async () => await RunAsync("start"),
            Throws.TypeOf<CakeReportException>().With.Message.EqualTo("Tasks need each other in a circle: a -> b -> c -> a."));
    }

    [Test]
    public void Two_tasks_that_need_each_other_are_named()
    {
        engine.RegisterTask("Egg").IsDependentOn("hen");
        engine.RegisterTask("Hen").IsDependentOn("egg");

        Assert.That(
            async () => await RunAsync("Egg"),
            Throws.TypeOf<CakeException>().With.Message.EqualTo("Tasks 'Hen' and 'Egg' depend on each other."));
    }

    [Test]
    public void A_name_that_is_taken_is_told_as_it_was_registered()
    {
        engine.RegisterTask("Compile");

        Assert.That(() => engine.RegisterTask("compile"), Throws.TypeOf<CakeException>().With.Message.Contains("'Compile'"));
        Assert.That(engine.Tasks, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_task_is_found_by_its_name()
    {
        engine.RegisterTask("Compile");

        Assert.That(engine.TryGetTask("COMPILE", out var task), Is.True);
        Assert.That(task!.Name, Is.EqualTo("Compile"));
        Assert.That(engine.TryGetTask("test", out _), Is.False);
    }

    [Test]
    public async Task A_task_can_ask_whether_it_runs_alone()
    {
        var alone = false;
        engine.RegisterTask("a").Does(() => alone = engine.Settings!.Exclusive);
        Assert.That(engine.Settings, Is.Null);

        await RunAsync(new ExecutionSettings().SetTarget("a").UseExclusiveTarget());

        Assert.That(alone, Is.True);
    }

    [Test]
    public async Task A_chain_may_be_as_long_as_it_likes()
    {
        const int Length = 100_000;
        var ran = 0;
        for (var number = 0; number < Length; number++)
        {
            var task = engine.RegisterTask($"t{number}").Does(() => ran++);
            if (number + 1 < Length)
            {
                task.IsDependentOn($"t{number + 1}");
            }
        }

        var report = await RunAsync("t0");

        Assert.That(ran, Is.EqualTo(Length));
        Assert.That(report.First().TaskName, Is.EqualTo($"t{Length - 1}"));
    }

    [Test]
    public void What_is_not_given_is_refused()
    {
        var data = services.GetRequiredService<ICakeDataService>();
        var log = services.GetRequiredService<ICakeLog>();
        var context = services.GetRequiredService<ICakeContext>();
        var strategy = services.GetRequiredService<IExecutionStrategy>();

        Assert.That(() => new IndexedEngine(null!, log), Throws.ArgumentNullException);
        Assert.That(() => new IndexedEngine(data, null!), Throws.ArgumentNullException);
        Assert.That(async () => await engine.RunTargetAsync(context, strategy, null!), Throws.ArgumentNullException);
        Assert.That(async () => await engine.RunTargetAsync(context, null!, new ExecutionSettings().SetTarget("a")), Throws.ArgumentNullException);
    }

    [Test]
    public void The_exit_code_of_a_failed_task_comes_through()
    {
        var exitCode = services.GetRequiredService<FailureExitCode>();
        Assert.That(exitCode.Or(1), Is.EqualTo(1));
        engine.RegisterTask("coded").Does(() => throw new CakeException(7, "broken"));
        engine.RegisterTask("several").Does(() => throw new AggregateException(new ScenarioException("x"), new CakeException(8)));
        engine.RegisterTask("plain").Does(() => throw new ScenarioException("broken"));

        Assert.That(async () => await RunAsync("coded"), Throws.TypeOf<CakeReportException>());
        Assert.That((exitCode.Or(1), exitCode.Or(0)), Is.EqualTo((7, 0)));
        Assert.That(async () => await RunAsync("several"), Throws.TypeOf<CakeReportException>());
        Assert.That(exitCode.Or(1), Is.EqualTo(8));
        Assert.That(async () => await RunAsync("plain"), Throws.TypeOf<CakeReportException>());
        Assert.That(exitCode.Or(1), Is.EqualTo(1));
    }

    private Task<CakeReport> RunAsync(string target) => RunAsync(new ExecutionSettings().SetTarget(target));

    private Task<CakeReport> RunAsync(ExecutionSettings settings) => engine.RunTargetAsync(
        services.GetRequiredService<ICakeContext>(), services.GetRequiredService<IExecutionStrategy>(), settings);
}
