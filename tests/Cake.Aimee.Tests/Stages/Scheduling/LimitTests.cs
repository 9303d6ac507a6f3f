using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Jobserver;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>Bounds of load and memory, and the tokens that stages share.</summary>
internal sealed class LimitTests
{
    private readonly StageGraph graph = StageGraphs.Of("a/a", "b/b", "c/c", "d/d");
    private readonly ManualClock clock = new();
    private MachineReading machine = new(0, long.MaxValue);

    [Test]
    public async Task While_the_load_is_too_high_only_one_stage_runs()
    {
        machine = new(10, long.MaxValue);
        await using var build = Build(new() { Jobs = 4, MaxLoad = 4 });

        Assert.That(build.Work.Running, Has.Count.EqualTo(1));
        Move(1);
        Assert.That(build.Work.Running, Has.Count.EqualTo(1));
        machine = new(3, long.MaxValue);
        Move(1);
        Assert.That(build.Work.Running, Has.Count.EqualTo(3), "those that have just started count, too");
        machine = new(5, long.MaxValue);
        Move(1);
        Assert.That(build.Work.Running, Has.Count.EqualTo(3));
        machine = new(4, long.MaxValue);
        Move(1);
        Assert.That(build.Work.Running, Has.Count.EqualTo(4));
        Assert.That(clock.Timers, Is.Zero);
    }

    [Test]
    public async Task While_memory_is_scarce_only_one_stage_runs()
    {
        machine = new(0, 99);
        await using var build = Build(new() { Jobs = 4, MinimumMemory = 100 });

        Assert.That(build.Work.Running, Has.Count.EqualTo(1));
        Move(1);
        Assert.That(build.Work.Running, Has.Count.EqualTo(1));
        machine = new(0, 100);
        Move(1);
        Assert.That(build.Work.Running, Has.Count.EqualTo(2), "nobody knows yet what the second one takes");
        Move(1);
        Assert.That(build.Work.Running, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Each_stage_beside_the_first_holds_a_token()
    {
        var tokens = new CountedTokens { Free = 1 };
        await using var build = Build(new() { Jobs = 3, Tokens = tokens });

        Assert.That(build.Work.RunningNames, Is.EqualTo("a/a:fetch b/b:fetch"));
        tokens.Arrive();
        Assert.That(build.Work.RunningNames, Is.EqualTo("a/a:fetch b/b:fetch c/c:fetch"));
        build.End("a/a:fetch");
        Assert.That(build.Work.RunningNames, Is.EqualTo("b/b:fetch c/c:fetch d/d:fetch"), "the token goes to the next stage");
        build.End("b/b:fetch");
        Assert.That(tokens.Free, Is.EqualTo(1), "nobody waits: the token goes back");
        build.End("c/c:fetch");
        Assert.That((tokens.Free, tokens.Restored), Is.EqualTo((2, 0)));
        build.End("d/d:fetch");
        Assert.That((tokens.Free, tokens.Restored), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Without_any_token_stages_run_one_by_one()
    {
        var tokens = new CountedTokens();
        await using var build = Build(new() { Jobs = 3, Tokens = tokens });
        foreach (var id in (string[])["a/a:fetch", "b/b:fetch", "c/c:fetch", "d/d:fetch"])
        {
            Assert.That(build.Work.RunningNames, Is.EqualTo(id));
            build.End(id);
        }

        Assert.That(tokens.Restored, Is.EqualTo(4));
    }

    [Test]
    public async Task A_token_that_comes_too_late_goes_back()
    {
        var tokens = new CountedTokens();
        await using var build = Build(new() { Jobs = 3, Tokens = tokens });
        build.End("a/a:fetch", "b/b:fetch", "c/c:fetch");
        tokens.Arrive();

        Assert.That(tokens.Free, Is.EqualTo(1));
    }

    [Test]
    public void The_kernel_tells_how_busy_the_machine_is()
    {
        string[] memory = ["MemTotal:       16384000 kB", "MemFree:          100 kB", "MemAvailable:    2048 kB"];
        Assert.That(MachineReading.Parse("0.50 0.40 0.30 6/512 4242\n", memory), Is.EqualTo(new MachineReading(5, 2048 * 1024)));
        Assert.That(MachineReading.Parse("7.25 0.40 0.30 2/512 4242\n", memory).Load, Is.EqualTo(7.25));
        Assert.That(MachineReading.Read().AvailableMemory, Is.Positive);
    }

    private ScriptedBuild Build(SchedulingOptions options) =>
        new ScriptedBuild(graph, ["all:fetch"], _ => options with { Clock = clock, ReadMachine = () => machine }).Start();

    private void Move(int seconds) => clock.Move(TimeSpan.FromSeconds(seconds));

    private sealed class CountedTokens : IJobTokens
    {
        private TaskCompletionSource? asked;

        public int Free { get; set; }

        public int Restored { get; private set; }

        public Task TakeAsync(CancellationToken cancellationToken)
        {
            if (Free > 0)
            {
                Free--;
                return Task.CompletedTask;
            }

            asked = new();
            return asked.Task.WaitAsync(cancellationToken);
        }

        public void Arrive() => asked!.SetResult();

        public void GiveBack() => Free++;

        public void Restore() => Restored++;
    }
}
