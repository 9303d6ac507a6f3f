using Cake.Aimee.Dsl;
using Cake.Core;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>How stages run under Cake's engines, which run one task after another.</summary>
[TestFixture(typeof(CakeEngine))]
[TestFixture(typeof(IndexedEngine))]
[CancelAfter(60_000)]
internal sealed class StageJoinTests(Type engine)
{
    private StageTrial? trial;

    [TearDown]
    public void Remove()
    {
        trial?.Dispose();
        trial = null;
    }

    [Test]
    public async Task Stages_run_in_their_order_each_once_and_are_told_of()
    {
        await Script("core/app:compile").RunAsync("core/app:compile");
        trial!.Follow(
            "core/libc:fetch ends", "core/libc:prep starts", "core/libc:compile starts", "core/libc:package starts",
            "core/libc:install ends", "core/app:prep starts", "core/app:compile ends");
        Assert.That(trial.Record, Is.Unique);
        Assert.That(trial.Log.Lines, Has.Some.Match(@"^core/libc:compile: ran in 0\.\d s$"));
        Assert.That(trial.Log.Lines[^1], Does.Match(@"^8 ran in \d+\.\d s$"));
    }

    [Test]
    public async Task Stages_that_do_not_need_each_other_run_at_once()
    {
        var script = Script("core/app:prep", "--jobs=2");
        // Each waits until the other has started: one after the other they would wait for ever.
        var (app, libc) = (new TaskCompletionSource(), new TaskCompletionSource());
        script.Stages.Waiting["core/app:fetch"] = libc.Task;
        script.Stages.Waiting["core/libc:fetch"] = app.Task;
        script.Stages.OnStart = id => (id == "core/app:fetch" ? app : libc).TrySetResult();
        await script.RunAsync("core/app:prep");
        Assert.That(script.Record, Does.Contain("core/app:prep ends"));
    }

    [Test]
    public async Task A_dry_run_and_a_description_start_nothing()
    {
        var script = Script("core/app:compile");
        script.Context.AimeeTasks();
        await script.Engine.RunTargetAsync(script.Context, new DryRun(), new ExecutionSettings().SetTarget("core/app:compile"));
        Assert.That(script.Record, Is.Empty);
    }

    [Test]
    public async Task Tasks_of_the_scripts_own_run_once_and_in_their_places()
    {
        var script = Script("Last");
        script.Task("First");
        script.Task("Between").IsDependentOn("core/libc:install").IsDependeeOf("core/app:prep");
        script.Context.AimeeStage("core/libc:prep").IsDependentOn("First");
        script.Task("Last").IsDependentOn("core/app:compile");
        await script.RunAsync("Last");
        script.Follow("First", "core/libc:prep starts", "core/libc:install ends", "Between", "core/app:prep starts", "core/app:compile ends", "Last");
        Assert.That(script.Record, Is.Unique);
    }

    [Test]
    public async Task What_is_hung_on_a_stage_comes_before_the_next_stage()
    {
        var script = Script("core/app:compile");
        script.Context.AimeeStage("core/libc:install").Does(() => script.Note("more")).Finally(() => script.Note("finally"));
        await script.RunAsync("core/app:compile");
        script.Follow("core/libc:install ends", "more", "finally", "core/app:prep starts");
    }

    [Test]
    public async Task A_stage_whose_criteria_are_not_met_is_skipped_and_the_next_ones_run()
    {
        var script = Script("core/app:compile");
        script.Context.AimeeStage("core/libc:compile").WithCriteria(false, "not today");
        var report = await script.RunAsync("core/app:compile");
        Assert.That(script.Record, Does.Not.Contain("core/libc:compile starts").And.Contain("core/app:compile ends"));
        Assert.That(report.Single(entry => entry.TaskName == "core/libc:compile").ExecutionStatus, Is.EqualTo(CakeTaskExecutionStatus.Skipped));
    }

    [Test]
    public async Task Criteria_are_asked_when_Cake_asks_them()
    {
        var script = Script("core/app:compile");
        script.Context.AimeeStage("core/libc:compile").WithCriteria(_ => script.Record.Contains("core/libc:prep ends"));
        await script.RunAsync("core/app:compile");
        Assert.That(script.Record, Does.Contain("core/libc:compile ends"));
    }

    [Test]
    public void A_failed_stage_ends_the_run_and_no_later_task_runs()
    {
        var script = Script("After");
        script.Task("After").IsDependentOn("core/app:compile");
        script.Stages.Failing.Add("core/libc:compile");
        Assert.That(
            () => script.RunAsync("After"),
            Throws.TypeOf<CakeReportException>().With.InnerException.TypeOf<CakeException>().And.Message.EqualTo("core/libc:compile failed with exit code 2."));
        Assert.That(script.Record, Does.Not.Contain("After").And.Not.Contain("core/libc:package starts"));
        Assert.That(script.Log.Lines, Has.Some.Match(@"^core/libc:compile: failed in .* s: exit code 2\.$"));
        Assert.That(script.Log.Lines[^1], Does.Contain("1 failed"));
    }

    [Test]
    public async Task An_error_handler_takes_a_failure_and_the_run_goes_on()
    {
        var script = Script("core/app:compile");
        script.Context.AimeeStage("core/libc:compile").OnError(failure => script.Note($"handled: {failure.Message}"));
        script.Stages.Failing.Add("core/libc:compile");
        await script.RunAsync("core/app:compile");
        script.Follow("core/libc:compile fails", "handled: core/libc:compile failed with exit code 2.", "core/libc:package starts", "core/app:compile ends");
    }

    [Test]
    public async Task ContinueOnError_goes_on_and_Finally_is_run()
    {
        var script = Script("core/app:compile");
        script.Context.AimeeStage("core/libc:compile").ContinueOnError().Finally(() => script.Note("finally"));
        script.Stages.Failing.Add("core/libc:compile");
        await script.RunAsync("core/app:compile");
        script.Follow("core/libc:compile fails", "finally", "core/libc:package starts");
    }

    [Test]
    public void Deferred_errors_let_the_tasks_other_actions_run()
    {
        var script = Script("core/libc:package");
        script.Context.AimeeStage("core/libc:compile").Does(() => script.Note("more")).DeferOnError();
        script.Stages.Failing.Add("core/libc:compile");
        Assert.That(() => script.RunAsync("core/libc:package"), Throws.TypeOf<CakeReportException>());
        script.Follow("core/libc:compile fails", "more");
        Assert.That(script.Record, Does.Not.Contain("core/libc:package starts"));
    }

    [Test]
    public void With_keep_going_all_that_can_be_done_is_done_and_no_later_task_runs()
    {
        var script = Script("After", "--keep-going");
        script.Tree.Write("packages/core/other/Buildrules", StageTrial.Rules());
        script.Task("After").IsDependentOn("core/app:compile").IsDependentOn("core/other:compile");
        script.Stages.Failing.UnionWith(["core/libc:compile", "core/other:prep"]);
        Assert.That(
            () => script.RunAsync("After"),
            Throws.TypeOf<CakeReportException>().With.Message.Contains("core/libc:compile").And.Message.Contains("core/other:prep"));
        Assert.That(script.Record, Does.Contain("core/app:fetch ends").And.Contain("core/other:prep fails").And.Not.Contain("After"));
        Assert.That(script.Log.Lines[^1], Does.Contain("2 failed"));
    }

    [Test]
    public void What_still_runs_when_the_run_fails_is_ended_before_the_scripts_teardown()
    {
        var script = Script("After");
        script.Tree.Write("packages/core/other/Buildrules", StageTrial.Rules());
        script.Task("Failing").Does(() => throw new ScenarioException("mine")).IsDependentOn("core/libc:fetch");
        script.Task("After").IsDependentOn("Failing").IsDependentOn("core/other:fetch");
        var started = new TaskCompletionSource();
        script.Stages.OnStart = id => _ = id == "core/other:fetch" && started.TrySetResult();
        script.Stages.Waiting["core/libc:fetch"] = started.Task;
        script.Stages.Waiting["core/other:fetch"] = new TaskCompletionSource().Task;
        script.Engine.RegisterTeardownAction(_ => script.Note("teardown"));
        Assert.That(() => script.RunAsync("After"), Throws.TypeOf<CakeReportException>().With.InnerException.TypeOf<ScenarioException>());
        script.Follow("core/other:fetch starts", "Failing", "core/other:fetch is cancelled", "teardown");
    }

    [Test]
    public async Task Exclusive_runs_what_was_named_and_nothing_before_it()
    {
        if (engine == typeof(CakeEngine))
        {
            Assert.Ignore("Cake's own engine tells nobody of --exclusive: what its command line says is tested with the script runner.");
        }

        await Script("core/app:compile").RunAsync(settings => settings.SetTarget("core/app:compile").UseExclusiveTarget());
        Assert.That(trial?.Record, Is.EqualTo(["core/app:compile starts", "core/app:compile ends"]));
        Remove();

        await Script("core/all:prep").RunAsync(settings => settings.SetTarget("core/all:prep").UseExclusiveTarget());
        Assert.That(trial!.Record.Where(what => what.EndsWith("ends", StringComparison.Ordinal)), Is.EquivalentTo(["core/app:prep ends", "core/libc:prep ends"]));
    }

    [Test]
    public async Task Several_targets_are_one_run()
    {
        var script = Script("core/app:prep", "--target=core/libc:compile", "--target=Mine");
        script.Task("Mine").IsDependentOn("core/libc:prep");
        await script.RunAsync("core/app:prep", "core/libc:compile", "Mine");
        script.Follow("core/libc:prep ends", "Mine");
        Assert.That(script.Record, Is.Unique.And.Contain("core/app:prep ends"));
    }

    [Test]
    public async Task What_is_taken_away_is_taken_away_in_Cakes_order()
    {
        var script = Script("Again");
        script.Task("Again").IsDependentOn("core/libc:clean").IsDependentOn("core/libc:compile");
        await script.RunAsync("Again");
        script.Follow("core/libc:clean ends", "core/libc:compile starts");
        script.Follow("core/libc:clean ends", "core/libc:fetch starts");
    }

    [Test]
    public async Task A_task_of_the_scripts_own_stands_in_for_the_stage_of_its_name()
    {
        var script = Script("core/libc:package");
        script.Task("core/libc:compile").IsDependentOn("core/libc:prep");
        await script.RunAsync("core/libc:package");
        script.Follow("core/libc:prep ends", "core/libc:compile", "core/libc:package starts");
        Assert.That(script.Record, Does.Not.Contain("core/libc:compile starts"));
    }

    [Test]
    public async Task A_script_may_run_something_else_than_the_command_line_names()
    {
        var script = new StageTrial(engine);
        trial = script;
        script.Task("Default").IsDependentOn("core/libc:prep");
        script.Task("Other").IsDependentOn("core/app:compile");
        await script.RunAsync("Default");
        Assert.That(script.Record, Does.Contain("core/libc:prep ends").And.Not.Contain("core/app:fetch starts"));
    }

    [Test]
    public void A_script_that_runs_something_else_than_was_named_is_told_so()
    {
        if (engine == typeof(IndexedEngine))
        {
            Assert.Ignore("Our engine says what it runs.");
        }

        var script = Script("core/libc:fetch");
        script.Task("Other").IsDependentOn("core/app:fetch");
        Assert.That(() => script.RunAsync("Other"), Throws.TypeOf<CakeReportException>().With.Message.StartsWith("The script runs 'core/app:fetch', which --target=core/libc:fetch does not need"));
    }

    [Test]
    public async Task A_second_run_of_the_same_script_joins_anew()
    {
        var script = Script("core/libc:fetch");
        await script.RunAsync("core/libc:fetch");
        await script.RunAsync("core/libc:fetch");
        Assert.That(script.Record, Is.EqualTo(["core/libc:fetch starts", "core/libc:fetch ends", "core/libc:fetch starts", "core/libc:fetch ends"]));
    }

    [Test]
    public async Task Thousands_of_stages_are_joined_in_bulk_behind_what_the_script_hangs_on_some()
    {
        var script = Script("all:fetch");
        for (var number = 0; number < StageRegistration.MostTasks; number++)
        {
            script.Tree.Write($"packages/many/p{number}/Buildrules", StageTrial.Rules());
            script.Stages.Done.Add($"many/p{number}:fetch");
        }

        script.Stages.Done.Remove("many/p7:fetch");
        script.Task("Before").IsDependeeOf("core/libc:fetch");
        await script.RunAsync("all:fetch");
        script.Follow("Before", "core/libc:fetch starts");
        Assert.That(script.Record, Does.Contain("core/app:fetch ends").And.Contain("many/p7:fetch ends"));
        Assert.That(script.Log.Lines[^1], Does.Contain("3 ran").And.Contain("1999 up to date"));
        Assert.That(script.Log.Lines, Has.Count.LessThan(20));
    }

    [Test]
    public void AimeeStage_without_AimeeTasks_says_what_is_missing()
    {
        var script = Script("core/libc:fetch");
        script.Context.AimeeStage("core/libc:fetch");
        Assert.That(
            () => script.RunAsItIsAsync(new ExecutionSettings().SetTarget("core/libc:fetch")),
            Throws.TypeOf<CakeReportException>().With.Message.Contains("AimeeTasks() is to stand last"));
    }

    [Test]
    public void Build_needs_no_tasks()
    {
        var script = Script("Whatever");
        var outcomes = script.Context.AimeeBuild("core/libc:prep");
        Assert.That(outcomes.Select(outcome => $"{outcome.Node.Id} {outcome.Status}"), Is.EqualTo(["core/libc:fetch Ran", "core/libc:prep Ran"]));
        Assert.That(() => script.Context.AimeeBuild("core/lib:prep"), Throws.TypeOf<CakeException>().With.Message.Contains("core/libc:prep"));
        Assert.That(script.Context.AimeeTree().Tree.Packages.Select(package => package.Id), Is.EqualTo(["core/app", "core/libc"]));
    }

    private StageTrial Script(string target, params string[] more) => trial = new StageTrial(engine, [$"--target={target}", .. more]);
}
