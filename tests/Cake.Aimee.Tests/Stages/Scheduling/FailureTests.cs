using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>Stages that fail, and the end of the build.</summary>
internal sealed class FailureTests
{
    private readonly StageGraph graph = StageGraphs.Of("core/app: core/zlib", "core/libc", "core/zlib");

    [Test]
    public async Task A_failed_stage_fails_its_own_join_with_what_it_failed_with()
    {
        await using var build = new ScriptedBuild(graph, ["core/zlib:prep"]).Start();
        var join = build.Join("core/zlib:fetch");
        build.Work.Fail("core/zlib:fetch");

        Assert.That(async () => await join, Throws.TypeOf<AimeeException>().With.Message.EqualTo("core/zlib:fetch is broken"));
    }

    [Test]
    public async Task The_join_at_hand_throws_at_once_and_names_the_culprit()
    {
        await using var build = new ScriptedBuild(graph, ["core/app:prep"], _ => new() { Jobs = 9 });
        build.Work.Decision = node => node.Stage == "install" ? StageDecision.Known : StageDecision.Run;
        build.Start();
        build.Work.End("core/zlib:install", result: false);
        build.End("core/zlib:fetch", "core/zlib:prep");
        await build.Joined("core/zlib:fetch", "core/zlib:prep");
        build.Work.Fail("core/zlib:compile");

        var exception = await Assert.ThrowsAsync<AimeeException>(() => build.Join("core/app:prep"));

        Assert.That(exception!.Message, Is.EqualTo("core/zlib:compile failed, so core/app:prep can not run.\ncore/zlib:compile is broken"));
        Assert.That(build.Work.RunningNames, Is.EqualTo("core/app:fetch"));
    }

    [Test]
    public async Task A_stage_that_fails_elsewhere_ends_the_join_at_hand()
    {
        await using var build = new ScriptedBuild(graph, ["core/libc:prep", "core/zlib:prep"]).Start();
        var join = build.Join("core/libc:fetch");
        build.Work.Fail("core/zlib:fetch");

        Assert.That(
            async () => await join,
            Throws.TypeOf<AimeeException>().With.Message.EqualTo("core/zlib:fetch failed, so the build does not wait for core/libc:fetch.\ncore/zlib:fetch is broken"));
    }

    [Test]
    public async Task What_an_error_handler_takes_is_held_for_its_own_join_and_the_build_goes_on_after_it()
    {
        await using var build = new ScriptedBuild(graph, ["core/libc:prep", "core/zlib:compile"], build => new() { ErrorHandled = build.Set("core/zlib:prep") }).Start();
        build.End("core/zlib:fetch");
        build.Work.Fail("core/zlib:prep");
        var join = build.Join("core/libc:fetch");
        build.End("core/libc:fetch", "core/libc:prep");
        await join;
        await build.Joined("core/libc:prep", "core/zlib:fetch");

        Assert.That(() => build.Join("core/zlib:prep"), Throws.TypeOf<AimeeException>().With.Message.EqualTo("core/zlib:prep is broken"));
        Assert.That(build.Work.RunningNames, Is.Empty, "the handler may still be at work");
        join = build.Join("core/zlib:compile");
        Assert.That(build.Work.RunningNames, Is.EqualTo("core/zlib:compile"));
        build.End("core/zlib:compile");
        await join;
    }

    [Test]
    public async Task An_error_handler_does_not_take_what_fails_elsewhere()
    {
        await using var build = new ScriptedBuild(graph, ["core/libc:fetch", "core/zlib:prep"], build => new() { ErrorHandled = build.Set("core/libc:fetch") }).Start();
        var join = build.Join("core/libc:fetch");
        build.Work.Fail("core/zlib:fetch");
        Assert.That(build.Scheduler.JoinsAtHand, Is.EqualTo(1));
        build.End("core/libc:fetch");
        await join;

        Assert.That(() => build.Join("core/zlib:fetch"), Throws.TypeOf<AimeeException>().With.Message.EqualTo("core/zlib:fetch is broken"));
    }

    [Test]
    public async Task Keeping_going_all_else_is_finished_and_every_failure_is_told()
    {
        await using var build = new ScriptedBuild(
            StageGraphs.Of("core/app: core/zlib", "core/libc", "core/zlib", "tools/m4"),
            ["core/app:prep", "core/libc:prep", "tools/m4:prep"],
            build => new() { Jobs = 9, KeepGoing = true, Gated = build.Set("tools/m4:prep") }).Start();
        var join = build.Join("core/zlib:fetch");
        build.Work.Fail("core/zlib:fetch");
        build.Work.Fail("core/libc:fetch");
        build.End("core/app:fetch");
        Assert.That(build.Scheduler.JoinsAtHand, Is.EqualTo(1));
        build.End("tools/m4:fetch");

        var exception = await Assert.ThrowsAsync<AimeeException>(() => join);

        Assert.That(exception!.Message, Is.EqualTo("""
            2 stages failed.
            core/zlib:fetch is broken
            core/libc:fetch is broken
            So these could not run: core/zlib:prep, core/zlib:compile, core/zlib:package, core/zlib:install, core/app:prep, core/libc:prep.
            """));
        await build.Scheduler.StopAsync();
        Assert.That(
            build.Scheduler.Outcomes.Where(outcome => outcome.Status == StageStatus.Blocked).Select(outcome => $"{outcome.Node} by {outcome.Culprit}"),
            Is.SupersetOf(new[] { "core/app:prep by core/zlib:fetch", "core/libc:prep by core/libc:fetch" }));
    }

    [Test]
    public async Task What_a_failure_stops_stays_stopped_when_a_handler_takes_another_one()
    {
        await using var build = new ScriptedBuild(
            StageGraphs.Of("a/a", "b/b"), ["a/a:prep", "b/b:prep"], build => new() { KeepGoing = true, ErrorHandled = build.Set("a/a:prep") }).Start();
        build.End("a/a:fetch");
        build.Work.Fail("b/b:fetch");
        build.Work.Fail("a/a:prep");
        await build.Joined("a/a:fetch");
        Assert.That(() => build.Join("a/a:prep"), Throws.TypeOf<AimeeException>().With.Message.EqualTo("a/a:prep is broken"));

        Assert.That(
            () => build.Join("b/b:fetch"),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo("1 stage failed.\nb/b:fetch is broken\nSo these could not run: b/b:prep."));
    }

    [Test]
    public async Task What_comes_to_need_a_failed_stage_later_is_stopped_too()
    {
        var build = new ScriptedBuild(StageGraphs.Of("core/zlib"), ["core/zlib:package"], _ => new() { KeepGoing = true });
        await using var _ = build;
        var late = new TaskCompletionSource();
        build.Work.Deciding = node => node.Stage == "compile" ? late.Task : Task.CompletedTask;
        build.Work.Identity = node => node.Stage == "package" ? [build["core/zlib:prep"]] : [];
        build.Start();
        build.Work.Fail("core/zlib:fetch");
        var join = build.Join("core/zlib:compile");
        late.SetResult();

        Assert.That(
            async () => await join,
            Throws.TypeOf<AimeeException>().With.Message.EqualTo("1 stage failed.\ncore/zlib:fetch is broken\nSo these could not run: core/zlib:prep, core/zlib:package, core/zlib:compile."));
    }

    [Test]
    public async Task A_handler_whose_task_is_not_to_come_holds_nothing()
    {
        await using var build = new ScriptedBuild(graph, ["core/zlib:prep"], build => new() { ErrorHandled = build.Set("core/zlib:fetch") }).Start();
        build.Work.Fail("core/zlib:fetch");

        Assert.That(
            () => build.Join("core/zlib:prep"),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo("core/zlib:fetch failed, so core/zlib:prep can not run.\ncore/zlib:fetch is broken"));
    }

    [Test]
    public async Task Keeping_going_a_join_that_can_go_on_does()
    {
        await using var build = new ScriptedBuild(graph, ["core/libc:fetch", "core/zlib:prep"], _ => new() { KeepGoing = true }).Start();
        var join = build.Join("core/libc:fetch");
        build.Work.Fail("core/zlib:fetch");
        build.End("core/libc:fetch");

        Assert.That((await join).Status, Is.EqualTo(StageStatus.Ran));
    }

    [Test]
    public async Task A_failed_attempt_to_bring_is_a_failure()
    {
        await using var build = new ScriptedBuild(graph, ["core/zlib:fetch"]);
        build.Work.Decision = _ => StageDecision.Known;
        build.Start();
        build.Work.Fail("core/zlib:fetch");

        Assert.That(() => build.Join("core/zlib:fetch"), Throws.TypeOf<AimeeException>().With.Message.EqualTo("core/zlib:fetch is broken"));
    }

    [Test]
    public async Task What_can_not_be_decided_has_failed()
    {
        await using var build = new ScriptedBuild(graph, ["core/zlib:prep"]);
        build.Work.Decision = _ => throw new AimeeException("no key");
        build.Start();

        Assert.That(() => build.Join("core/zlib:fetch"), Throws.TypeOf<AimeeException>().With.Message.EqualTo("no key"));
    }

    [Test]
    public async Task The_end_of_the_build_ends_what_runs_and_waits_for_it()
    {
        var build = new ScriptedBuild(graph, ["core/app:prep", "core/libc:prep"]).Start();
        await using var _ = build;
        build.End("core/libc:fetch");
        var join = build.Join("core/zlib:fetch");

        await build.Scheduler.StopAsync();

        Assert.That(async () => await join, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => build.Join("core/zlib:prep"), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(build.Work.Running, Is.Empty);
        Assert.That(build.Work.Log, Has.None.EqualTo("run core/zlib:prep"));
        Assert.That(
            build.Scheduler.Outcomes.Select(outcome => $"{outcome.Node} {outcome.Status}").Order(StringComparer.Ordinal),
            Is.EqualTo(new[] { "core/app:fetch Cancelled", "core/libc:fetch Ran", "core/libc:prep Cancelled", "core/zlib:fetch Cancelled" }));
    }

    [Test]
    public async Task A_join_can_be_given_up()
    {
        var build = new ScriptedBuild(graph, ["core/zlib:fetch"]).Start();
        await using var _ = build;
        using var giveUp = new CancellationTokenSource();
        var join = build.Scheduler.JoinAsync(build["core/zlib:fetch"], giveUp.Token);
        await giveUp.CancelAsync();

        Assert.That(async () => await join, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(build.Work.RunningNames, Is.EqualTo("core/zlib:fetch"));
    }

    [Test]
    public async Task A_watcher_that_fails_ends_the_build_and_is_heard()
    {
        var build = new ScriptedBuild(graph, ["core/zlib:prep"], _ => new() { Observer = new BrokenWatcher() }).Start();
        await using var _ = build;
        var join = build.Join("core/zlib:fetch");
        build.End("core/zlib:fetch");

        Assert.That(async () => await join, Throws.InvalidOperationException.With.Message.EqualTo("broken"));
        Assert.That(() => build.Join("core/zlib:prep"), Throws.InvalidOperationException.With.Message.EqualTo("broken"));
    }

    private sealed class BrokenWatcher : IStageObserver
    {
        public void Ended(StageOutcome outcome) => throw new InvalidOperationException("broken");
    }
}
