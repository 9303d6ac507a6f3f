using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>Stages with criteria, and those after tasks that are no stages.</summary>
internal sealed class GateTests
{
    private readonly StageGraph graph = StageGraphs.Of("core/app: core/libc core/zlib", "core/libc", "core/zlib: core/libc");

    [Test]
    public async Task A_gated_stage_starts_inside_its_own_join()
    {
        await using var build = new ScriptedBuild(graph, ["core/zlib:compile"], build => new() { Jobs = 9, Gated = build.Set("core/libc:prep") }).Start();
        build.End("core/libc:fetch", "core/zlib:fetch");

        Assert.That(build.Work.RunningNames, Is.Empty);
        await build.Joined("core/zlib:fetch", "core/libc:fetch");
        var join = build.Join("core/libc:prep");
        Assert.That(build.Work.RunningNames, Is.EqualTo("core/libc:prep"));
        build.End("core/libc:prep");
        await join;
        Assert.That(build.Work.RunningNames, Is.EqualTo("core/libc:compile"));
    }

    [Test]
    public async Task What_comes_after_a_gate_in_a_package_is_not_decided_before_it_opens()
    {
        var build = new ScriptedBuild(graph, ["core/app:prep"], build => new() { Gated = build.Set("core/zlib:prep") });
        await using var _ = build;
        var decided = new List<string>();
        build.Work.Identity = node => node.Stage == "fetch" ? [] : node.Package.Package.Depends.Build.Select(need => graph.Find($"{need.Package}:package")!);
        build.Work.Decision = node =>
        {
            decided.Add(node.Id);
            return node.Stage == "fetch" ? StageDecision.Known : StageDecision.Done;
        };
        build.Start();

        await build.Joined([.. build.Tasks.Select(node => node.Id).TakeWhile(id => id != "core/zlib:prep")]);
        Assert.That(decided, Has.None.EqualTo("core/zlib:package").And.None.EqualTo("core/app:prep"));
        await build.Joined("core/zlib:prep", "core/zlib:compile", "core/zlib:package", "core/zlib:install", "core/app:prep");
        Assert.That(decided, Is.Unique.And.SupersetOf(new[] { "core/zlib:package", "core/app:prep" }));
    }

    [Test]
    public async Task The_join_of_a_fetch_waits_for_no_gate_behind_it()
    {
        var build = new ScriptedBuild(graph, ["core/app:prep"], build => new() { Gated = build.Set("core/libc:package") });
        await using var _ = build;
        build.Work.Decision = node => node.Stage == "fetch" ? StageDecision.Known : StageDecision.Run;
        build.Work.Identity = node => node.Stage == "fetch" ? [] : node.Package.Package.Depends.Build.Select(need => graph.Find($"{need.Package}:package")!);
        build.Start();

        await build.Joined("core/app:fetch");
    }

    [Test]
    public async Task A_stage_that_was_passed_by_counts_as_done()
    {
        await using var build = new ScriptedBuild(graph, ["core/zlib:prep"], build => new() { Jobs = 9, Gated = build.Set("core/libc:compile", "core/libc:package") }).Start();
        build.End("core/libc:fetch", "core/libc:prep", "core/zlib:fetch");
        await build.Joined("core/zlib:fetch", "core/libc:fetch", "core/libc:prep");

        var join = build.Join("core/libc:install");
        Assert.That(build.Work.RunningNames, Is.EqualTo("core/libc:install"));
        build.End("core/libc:install");
        await join;

        Assert.That(
            build.Scheduler.Outcomes.Where(outcome => outcome.Status == StageStatus.Skipped).Select(outcome => outcome.Node.Id),
            Is.EquivalentTo(new[] { "core/libc:compile", "core/libc:package" }));
    }

    [Test]
    public async Task Gates_open_for_all_that_one_task_joins()
    {
        await using var build = new ScriptedBuild(graph, ["core/libc:compile"], build => new() { Jobs = 9, Gated = build.Set("core/libc:fetch", "core/libc:prep") }).Start();
        var join = build.Scheduler.JoinAllAsync([build["core/libc:compile"], build["core/libc:prep"], build["core/libc:fetch"]], CancellationToken.None);
        build.End("core/libc:fetch", "core/libc:prep", "core/libc:compile");

        Assert.That((await join).Select(outcome => outcome.Status), Is.All.EqualTo(StageStatus.Ran));
    }

    [Test]
    public async Task A_wait_that_nothing_would_end_is_told_as_a_defect()
    {
        var build = new ScriptedBuild(graph, ["core/libc:prep", "core/app:fetch"], build => new() { Gated = build.Set("core/app:fetch") });
        await using var _ = build;
        build.Work.Identity = node => node.Id == "core/libc:prep" ? [build["core/app:fetch"]] : [];
        build.Start();

        Assert.That(() => build.Join("core/libc:prep"), Throws.InvalidOperationException.With.Message.Contains("core/libc:prep"));
    }
}
