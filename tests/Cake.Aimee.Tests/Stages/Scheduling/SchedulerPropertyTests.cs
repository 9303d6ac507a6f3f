using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>What holds whatever the graph, the gates and the failures are.</summary>
internal sealed class SchedulerPropertyTests
{
    [Test]
    public async Task Every_join_returns_and_every_rule_is_kept()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            await using var build = new RandomBuild(seed);
            await build.RunAsync();
        }
    }

    [Test]
    public async Task Without_gates_every_slot_is_taken_as_long_as_a_stage_could_run()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var jobs = random.Next(1, 6);
            var graph = StageGraphs.Of(RandomBuild.RandomPackages(random, 12));
            await using var build = new ScriptedBuild(graph, ["all:install"], _ => new() { Jobs = jobs });
            build.Start();
            var over = new HashSet<StageNode>();
            while (over.Count < build.Tasks.Length)
            {
                var able = build.Tasks.Count(node => !over.Contains(node) && node.Dependencies.All(over.Contains));
                Assert.That(build.Work.Running, Has.Count.EqualTo(Math.Min(jobs, able)), $"Seed {seed}");
                var ended = build.Work.Running.ElementAt(random.Next(build.Work.Running.Count));
                over.Add(ended);
                build.Work.End(ended);
            }
        }
    }

    [Test]
    public async Task Stages_that_end_on_any_thread_do_no_harm()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var graph = StageGraphs.Of(RandomBuild.RandomPackages(new Random(seed), 12));
            var work = new YieldingWork();
            await using var scheduler = new StageScheduler(graph, work, new() { Jobs = 4, Downloads = 2 });
            var tasks = graph.Closure(graph.Nodes.Where(node => node.Stage == "install"));
            scheduler.Start(tasks, tasks);
            foreach (var node in tasks)
            {
                Assert.That((await scheduler.JoinAsync(node, CancellationToken.None)).Status, Is.EqualTo(StageStatus.Ran), $"Seed {seed}");
            }

            Assert.That((work.Runs, work.Most), Is.EqualTo((tasks.Length, Math.Min(work.Most, 4))), $"Seed {seed}");
        }
    }

    /// <summary>Work that goes on on whatever thread there is.</summary>
    private sealed class YieldingWork : IStageWork
    {
        private readonly Lock gate = new();
        private int running;

        public int Runs { get; private set; }

        public int Most { get; private set; }

        public IEnumerable<StageNode> IdentityOf(StageNode node) => [];

        public ValueTask<StageVerdict> DecideAsync(StageNode node, CancellationToken cancellationToken) => new(new StageVerdict(StageDecision.Run, ""));

        public bool IsDone(StageNode node) => false;

        public Task<bool> BringAsync(StageNode node, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async Task RunAsync(StageNode node, StageSlot slot, CancellationToken cancellationToken)
        {
            Count(slot.Number is null ? 0 : 1, 1);
            await Task.Yield();
            Count(slot.Number is null ? 0 : -1, 0);
        }

        public bool HoldsSlot(StageNode node) => node.Stage != "fetch";

        private void Count(int change, int runs)
        {
            lock (gate)
            {
                running += change;
                Runs += runs;
                Most = Math.Max(Most, running);
            }
        }
    }
}
