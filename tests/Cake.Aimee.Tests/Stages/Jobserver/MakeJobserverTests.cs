using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.Jobserver;
using Cake.Aimee.Stages.Scheduling;
using Cake.Aimee.Tests.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Jobserver;

/// <summary>Real makes that share a jobserver.</summary>
internal sealed class MakeJobserverTests
{
    // Each recipe counts, again and again, how many run in all makes, until one has seen as many as there may be: so it
    // does not matter how busy the machine is. A few glances more would see one too many.
    private const string Makefile = """
        all: $(foreach number,1 2 3 4 5 6 7 8,recipe-$(number))
        recipe-%:
        	@touch $(STATE)/running/$(NAME)-$@
        	@glances=0; until [ $$glances -ge 1000 ] || { [ $$glances -ge 4 ] && [ -e $(STATE)/running/.seen ]; }; do \
        	    count=$$(ls $(STATE)/running | wc -l); echo $$count >>$(STATE)/counts; \
        	    if [ $$count -ge $(MOST) ]; then touch $(STATE)/running/.seen; fi; \
        	    glances=$$((glances + 1)); sleep 0.02; \
        	done
        	@rm $(STATE)/running/$(NAME)-$@

        """;

    private readonly ProcessRunner runner = new();
    private string directory = "";

    private string Fifo => Path.Combine(directory, "jobs");

    [SetUp]
    public void SetUp()
    {
        directory = Directory.CreateTempSubdirectory("aimee-jobs-").FullName;
        Directory.CreateDirectory(Path.Combine(directory, "running"));
        File.WriteAllText(Path.Combine(directory, "Makefile"), Makefile);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(directory, recursive: true);

    [TestCase(Isolation.None)]
    [TestCase(Isolation.Network | Isolation.Processes | Isolation.Mounts)]
    public async Task One_make_alone_keeps_all_jobs_busy(Isolation isolation)
    {
        using var server = MakeJobserver.Create(Fifo, 4);

        await MakeAsync(server, "alone", isolation);

        Assert.That(Counts().Max(), Is.EqualTo(4));
        Assert.That(Tokens(server), Is.EqualTo(3));
    }

    [Test]
    public async Task Makes_in_ten_packages_are_never_more_jobs_than_there_are()
    {
        using var server = MakeJobserver.Create(Fifo, 4);
        var graph = StageGraphs.Of([.. Enumerable.Range(0, 10).Select(number => $"c/p{number}")]);
        var scheduler = new StageScheduler(graph, new MakeWork(node => MakeAsync(server, node.Replace('/', '-'))), new() { Jobs = 4, Tokens = server });
        await using var _ = scheduler;
        var targets = graph.Nodes.Where(node => node.Stage == "fetch").ToList();
        scheduler.Start(targets, targets);

        await scheduler.JoinAllAsync(targets, CancellationToken.None);

        Assert.That(Counts().Max(), Is.EqualTo(4));
        Assert.That(Tokens(server), Is.EqualTo(3));
    }

    [Test]
    public async Task A_stage_without_a_network_and_without_the_right_to_write_shares_jobs_too()
    {
        using var server = MakeJobserver.Create(Fifo, 3);
        var state = Path.Combine(directory, "running");
        File.WriteAllText(Path.Combine(directory, "counts"), "");

        await MakeAsync(server, "alone", Isolation.Network | Isolation.Processes, SandboxMount.ReadOnly("/", "/"), SandboxMount.Bind(state, state), SandboxMount.Bind(Path.Combine(directory, "counts"), Path.Combine(directory, "counts")));

        Assert.That(Counts().Max(), Is.EqualTo(3));
        Assert.That(Tokens(server), Is.EqualTo(2));
    }

    [Test]
    public async Task Tokens_of_a_make_that_was_killed_are_back_when_nothing_runs()
    {
        using var server = MakeJobserver.Create(Fifo, 4);
        using var kill = new CancellationTokenSource();
        // This make is deaf to what would let it give its tokens back.
        var request = Request(server, "killed", $"trap 'kill -KILL 0' TERM; (trap '' TERM; exec make -f {directory}/Makefile STATE={directory} NAME=killed MOST=99) & wait") with
        {
            OnLine = _ => { },
        };
        var make = runner.RunAsync(request, kill.Token);
        while (Directory.GetFiles(Path.Combine(directory, "running")).Length < 4)
        {
            await Task.Delay(10);
        }

        await kill.CancelAsync();
        Assert.That(async () => await make, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Tokens(server), Is.LessThan(3), "make had no time to give its tokens back");
        server.Restore();

        Assert.That(Tokens(server), Is.EqualTo(3));
    }

    [Test]
    public async Task Who_waits_for_a_token_gets_it_when_it_comes_and_none_when_giving_up()
    {
        using var server = MakeJobserver.Create(Fifo, 2);
        await server.TakeAsync(CancellationToken.None);
        using var giveUp = new CancellationTokenSource();
        var late = server.TakeAsync(giveUp.Token);
        Assert.That(late.IsCompleted, Is.False);
        await giveUp.CancelAsync();
        Assert.That(async () => await late, Throws.InstanceOf<OperationCanceledException>());
        server.GiveBack();
        Assert.That(Tokens(server), Is.EqualTo(1));

        await server.TakeAsync(CancellationToken.None);
        var next = server.TakeAsync(CancellationToken.None);
        File.WriteAllText(Fifo, "+");
        await next;
        server.GiveBack();
        server.GiveBack();
        Assert.That(Tokens(server), Is.EqualTo(2));
    }

    [Test]
    public async Task Tokens_that_stages_hold_are_not_made_anew()
    {
        using var server = MakeJobserver.Create(Fifo, 4);
        await server.TakeAsync(CancellationToken.None);

        server.Restore();

        Assert.That(Tokens(server), Is.EqualTo(2));
    }

    [Test]
    public void A_new_jobserver_replaces_what_a_killed_build_left_and_leaves_nothing()
    {
        File.WriteAllText(Fifo, "left");
        using (var server = MakeJobserver.Create(Fifo, 8))
        {
            Assert.That(Tokens(server), Is.EqualTo(7));
            Assert.That(server.FifoFlags("/seen/jobs"), Is.EqualTo(" -j8 --jobserver-auth=fifo:/seen/jobs"));
        }

        Assert.That(File.Exists(Fifo), Is.False);
    }

    [Test]
    public void Where_there_can_be_no_fifo_that_is_said() => Assert.That(
        () => MakeJobserver.Create("/proc/jobs", 2),
        Throws.TypeOf<AimeeException>().With.Message.Contains("/proc/jobs").And.Message.Contains("tmp directory"));

    private Task<ProcessResult> MakeAsync(MakeJobserver server, string name, Isolation isolation = Isolation.None, params ImmutableArray<SandboxMount> mounts) =>
        runner.RunCheckedAsync(
            Request(server, name, $"make -f {directory}/Makefile STATE={directory} NAME={name} MOST={server.Jobs}") with { Isolation = isolation, Mounts = mounts },
            CancellationToken.None);

    private ProcessRequest Request(MakeJobserver server, string name, string script) =>
        ProcessRequest.Of("sh", "-c", MakeJobserver.Preamble(server.Path) + script, name) with
        {
            WorkingDirectory = directory,
            Environment = ImmutableDictionary<string, string?>.Empty.Add("MAKEFLAGS", server.DescriptorFlags),
        };

    private List<int> Counts() => [.. File.ReadLines(Path.Combine(directory, "counts")).Select(int.Parse)];

    /// <summary>How many tokens there are: takes them out, and puts them in again.</summary>
    private static int Tokens(MakeJobserver server)
    {
        using var asking = new CancellationTokenSource();
        var count = 0;
        while (server.TakeAsync(asking.Token).IsCompletedSuccessfully)
        {
            count++;
        }

        asking.Cancel();
        for (var number = 0; number < count; number++)
        {
            server.GiveBack();
        }

        return count;
    }

    private sealed class MakeWork(Func<string, Task> make) : IStageWork
    {
        public IEnumerable<StageNode> IdentityOf(StageNode node) => [];

        public ValueTask<StageVerdict> DecideAsync(StageNode node, CancellationToken cancellationToken) => new(new StageVerdict(StageDecision.Run, ""));

        public bool IsDone(StageNode node) => false;

        public Task<bool> BringAsync(StageNode node, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task RunAsync(StageNode node, StageSlot slot, CancellationToken cancellationToken) => make(node.Package.Id);

        public bool HoldsSlot(StageNode node) => true;
    }
}
