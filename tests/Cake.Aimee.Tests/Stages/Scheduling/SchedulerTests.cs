using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>What runs, and when.</summary>
internal sealed class SchedulerTests
{
    private static readonly string[] Stages = ["fetch", "prep", "compile", "package", "install"];

    [Test]
    public async Task Stages_run_at_once_as_soon_as_all_that_they_need_is_over()
    {
        await using var build = new ScriptedBuild(StageGraphs.Of("core/app: core/libc core/zlib", "core/libc", "core/zlib: core/libc"), ["core/app:prep"]).Start();

        Assert.That(build.Work.RunningNames, Is.EqualTo("core/app:fetch core/libc:fetch core/zlib:fetch"));
        build.End("core/app:fetch", "core/zlib:fetch");
        build.End([.. Stages.Select(stage => $"core/libc:{stage}")]);
        Assert.That(build.Work.RunningNames, Is.EqualTo("core/zlib:prep"));
        build.End([.. Stages[1..].Select(stage => $"core/zlib:{stage}"), "core/app:prep"]);
        await build.Joined([.. build.Tasks.Select(node => node.Id)]);
        Assert.That(build.Scheduler.Outcomes, Has.Length.EqualTo(12).And.All.Property("Status").EqualTo(StageStatus.Ran));
    }

    [Test]
    public async Task What_is_up_to_date_keeps_all_before_it_asleep()
    {
        var build = new ScriptedBuild(StageGraphs.Of("core/app: core/zlib", "core/zlib"), ["core/app:compile"]);
        await using var _ = build;
        build.Work.Identity = node => node == build["core/app:compile"] ? [build["core/zlib:package"]] : [];
        build.Work.Decision = node => node.Stage is "compile" or "package" ? StageDecision.Done : StageDecision.Known;
        build.Start();

        await build.Joined([.. build.Tasks.Select(node => node.Id)]);

        Assert.That(build.Work.Log, Is.Empty);
        Assert.That((await build.Join("core/zlib:fetch")).Status, Is.EqualTo(StageStatus.Known));
        await build.Scheduler.StopAsync();
        Assert.That(
            build.Scheduler.Outcomes.Select(outcome => $"{outcome.Node} {outcome.Status}").Order(StringComparer.Ordinal),
            Is.EqualTo(new[]
            {
                "core/app:compile UpToDate", "core/app:fetch Known", "core/app:prep Known", "core/zlib:compile UpToDate",
                "core/zlib:fetch Known", "core/zlib:install Known", "core/zlib:package UpToDate", "core/zlib:prep Known",
            }));
    }

    [Test]
    public async Task What_is_known_is_brought_only_for_those_who_need_it_and_made_when_that_fails()
    {
        var build = new ScriptedBuild(StageGraphs.Of("core/app: core/libc core/zlib", "core/libc", "core/zlib"), ["core/app:prep"]);
        await using var _ = build;
        build.Work.Identity = node => node == build["core/app:prep"] ? [build["core/libc:package"], build["core/zlib:package"]] : [];
        build.Work.Decision = node => node.Package.Id == "core/app" && node.Stage == "prep" ? StageDecision.Run : StageDecision.Known;
        build.Start();

        Assert.That(build.Work.Log, Is.EquivalentTo(new[] { "bring core/app:fetch", "bring core/libc:install", "bring core/zlib:install" }));
        build.Work.End("core/libc:install");
        build.Work.End("core/app:fetch");
        build.Work.End("core/zlib:install", result: false);
        build.Work.End("core/zlib:package");
        build.Work.End("core/zlib:install");
        build.Work.End("core/app:prep");

        await build.Joined([.. build.Tasks.Select(node => node.Id)]);
        Assert.That(build.Work.Log.Skip(3), Is.EqualTo(new[] { "bring core/zlib:package", "run core/zlib:install", "run core/app:prep" }));
        Assert.That(build.Scheduler.Outcomes.Single(outcome => outcome.Node.Id == "core/libc:install").Status, Is.EqualTo(StageStatus.Pulled));
    }

    [Test]
    public async Task What_runs_when_needed_runs_for_those_who_need_it_alone()
    {
        var build = new ScriptedBuild(StageGraphs.Of("core/app: core/zlib", "core/zlib"), ["core/app:fetch", "core/app:compile", "core/zlib:package"]);
        await using var _ = build;
        build.Work.Decision = node => node.Package.Id == "core/app" && node.Stage == "compile" ? StageDecision.Done : StageDecision.RunWhenNeeded;
        build.Start();
        build.End("core/app:fetch", "core/zlib:fetch", "core/zlib:prep", "core/zlib:compile", "core/zlib:package");

        await build.Joined([.. build.Tasks.Select(node => node.Id)]);
        Assert.That(build.Work.Log, Has.Count.EqualTo(5).And.None.StartsWith("bring"));
    }

    [Test]
    public async Task A_decision_may_come_later_and_holds_up_nobody_else()
    {
        var build = new ScriptedBuild(StageGraphs.Of("core/libc", "core/zlib"), ["core/libc:fetch", "core/zlib:fetch"]);
        await using var _ = build;
        var late = new TaskCompletionSource();
        build.Work.Deciding = node => node.Package.Id == "core/libc" ? late.Task : Task.CompletedTask;
        build.Start();
        var join = build.Join("core/libc:fetch");

        Assert.That(build.Work.RunningNames, Is.EqualTo("core/zlib:fetch"));
        build.End("core/zlib:fetch");
        Assert.That(build.Scheduler.JoinsAtHand, Is.EqualTo(1));
        late.SetResult();
        Assert.That(build.Work.RunningNames, Is.EqualTo("core/libc:fetch"));
        build.End("core/libc:fetch");
        await join;
    }

    [Test]
    public async Task The_end_of_the_build_gives_up_decisions_too()
    {
        var build = new ScriptedBuild(StageGraphs.Of("core/zlib"), ["core/zlib:fetch"]);
        await using var _ = build;
        build.Work.Deciding = _ => new TaskCompletionSource().Task;
        build.Start();

        await build.Scheduler.StopAsync();

        Assert.That(build.Scheduler.Outcomes.Single().Status, Is.EqualTo(StageStatus.Cancelled));
    }

    [Test]
    public async Task A_stage_is_decided_once_more_before_it_runs()
    {
        var build = new ScriptedBuild(StageGraphs.Of("core/zlib"), ["core/zlib:prep"]);
        await using var _ = build;
        var isDone = false;
        build.Work.Decision = node => isDone && node.Stage == "prep" ? StageDecision.Done : StageDecision.Run;
        build.Start();

        isDone = true;
        build.End("core/zlib:fetch");

        await build.Joined("core/zlib:fetch", "core/zlib:prep");
        Assert.That(build.Work.Log, Is.EqualTo(new[] { "run core/zlib:fetch" }));
    }

    [Test]
    public async Task There_are_never_more_than_the_slots_and_the_longest_way_goes_first()
    {
        var graph = StageGraphs.Of("a/short", "b/user: c/long", "c/long", "d/short");
        var build = new ScriptedBuild(graph, ["a/short:fetch", "b/user:prep", "d/short:fetch"], _ => new() { Jobs = 2 });
        await using var _ = build.Start();

        Assert.That(build.Work.RunningNames, Is.EqualTo("b/user:fetch c/long:fetch"));
        build.End("c/long:fetch");
        Assert.That(build.Work.RunningNames, Is.EqualTo("b/user:fetch c/long:prep"));
        build.End("b/user:fetch");
        Assert.That(build.Work.RunningNames, Is.EqualTo("a/short:fetch c/long:prep"));
    }

    [Test]
    public async Task How_long_a_stage_took_before_says_how_long_its_way_is()
    {
        var graph = StageGraphs.Of("a/quick", "b/slow");
        var build = new ScriptedBuild(graph, ["all:prep"], _ => new()
        {
            Jobs = 1,
            KnownDuration = node => node.Package.Id == "b/slow" ? TimeSpan.FromHours(1) : null,
        });
        await using var _ = build.Start();

        Assert.That(build.Work.RunningNames, Is.EqualTo("b/slow:fetch"));
    }

    [Test]
    public async Task Ways_over_what_turned_out_to_be_done_do_not_count()
    {
        var graph = StageGraphs.Of("a/done: b/first", "b/first", "c/second");
        var build = new ScriptedBuild(graph, ["a/done:install", "b/first:fetch", "c/second:prep"], _ => new() { Jobs = 1 });
        await using var _ = build;
        build.Work.Decision = node => node.Package.Id == "a/done" ? StageDecision.Done : StageDecision.Run;
        build.Start();

        Assert.That(build.Work.RunningNames, Is.EqualTo("c/second:fetch"));
    }

    [Test]
    public async Task Downloads_run_beside_the_slots_and_have_a_bound_of_their_own()
    {
        var graph = StageGraphs.Of("a/a", "b/b", "c/c", "d/d");
        var build = new ScriptedBuild(graph, ["all:prep"], _ => new() { Jobs = 1, Downloads = 3 });
        await using var _ = build;
        build.Work.Slot = node => node.Stage != "fetch";
        build.Start();

        Assert.That(build.Work.RunningNames, Is.EqualTo("a/a:fetch b/b:fetch c/c:fetch"));
        build.End("b/b:fetch", "c/c:fetch");
        Assert.That(build.Work.RunningNames, Is.EqualTo("a/a:fetch b/b:prep d/d:fetch"));
    }

    [Test]
    public async Task What_has_no_task_counts_as_done()
    {
        var build = new ScriptedBuild(StageGraphs.Of("core/app: core/zlib", "core/zlib"), ["core/app:prep"]);
        await using var _ = build;
        build.Scheduler.Start([build["core/app:prep"]], [build["core/app:prep"]]);

        Assert.That(build.Work.RunningNames, Is.EqualTo("core/app:prep"));
    }

    [Test]
    public async Task One_task_can_join_many_stages()
    {
        var build = new ScriptedBuild(StageGraphs.Of("a/a", "b/b"), ["all:fetch"]).Start();
        await using var _ = build;
        var join = build.Scheduler.JoinAllAsync(build.Tasks, CancellationToken.None);
        build.End("b/b:fetch", "a/a:fetch");

        Assert.That((await join).Select(outcome => $"{outcome.Node} {outcome.Status}"), Is.EqualTo(new[] { "a/a:fetch Ran", "b/b:fetch Ran" }));
    }

    [Test]
    public async Task Who_watches_is_told_of_all_that_happens()
    {
        var watcher = new Watcher();
        var build = new ScriptedBuild(StageGraphs.Of("core/zlib"), ["core/zlib:prep"], _ => new() { Jobs = 1, Observer = watcher }).Start();
        await using var _ = build;
        build.End("core/zlib:fetch");
        build.Work.Fail("core/zlib:prep");

        Assert.That(watcher.Seen, Is.EqualTo(new[]
        {
            "core/zlib:fetch waits", "core/zlib:fetch starts in 0", "core/zlib:fetch Ran",
            "core/zlib:prep waits", "core/zlib:prep starts in 0", "core/zlib:prep Failed",
        }));
    }

    [Test]
    public async Task A_chain_of_thousands_does_not_nest()
    {
        const int Count = 10_000;
        var graph = StageGraphs.Of(Enumerable.Range(0, Count).Select(number =>
            ($"c/p{number}", number == 0 ? Array.Empty<string>() : [$"c/p{number - 1}"])));
        var target = graph.Find($"c/p{Count - 1}:package")!;
        var scheduler = new StageScheduler(graph, new QuickWork(graph), new() { Jobs = 2 });
        await using var _ = scheduler;
        scheduler.Start(graph.Nodes, [target]);

        var outcome = await scheduler.JoinAsync(target, CancellationToken.None);

        Assert.That(outcome.Status, Is.EqualTo(StageStatus.Ran));
        Assert.That(scheduler.Outcomes, Has.Length.EqualTo((Count * 5) - 1));
    }

    /// <summary>Work that ends at once, on whatever thread it comes.</summary>
    private sealed class QuickWork(StageGraph graph) : IStageWork
    {
        public IEnumerable<StageNode> IdentityOf(StageNode node) =>
            node.Stage == "fetch" ? [] : node.Package.Package.Depends.Build.Select(need => graph.Find($"{need.Package}:package")!);

        public ValueTask<StageVerdict> DecideAsync(StageNode node, CancellationToken cancellationToken) => new(new StageVerdict(StageDecision.Run, ""));

        public bool IsDone(StageNode node) => false;

        public Task<bool> BringAsync(StageNode node, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RunAsync(StageNode node, StageSlot slot, CancellationToken cancellationToken) => Task.CompletedTask;

        public bool HoldsSlot(StageNode node) => node.Stage != "fetch";
    }

    private sealed class Watcher : IStageObserver
    {
        public List<string> Seen { get; } = [];

        public void Queued(StageNode node) => Seen.Add($"{node} waits");

        public void Started(StageNode node, StageSlot slot) => Seen.Add($"{node} starts in {slot.Number}");

        public void Ended(StageOutcome outcome) => Seen.Add($"{outcome.Node} {outcome.Status}");
    }
}
