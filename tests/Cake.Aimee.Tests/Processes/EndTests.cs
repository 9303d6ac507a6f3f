using System.Diagnostics;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Processes;

internal sealed class EndTests : ProcessTests
{
    // A shell, its child, a grandchild in a session of its own that ignores SIGTERM, and one that has forgotten
    // its environment; all hold the output open.
    private const string Family =
        """
        echo $$ >>"$1"
        sleep 1000 &
        echo $! >>"$1"
        setsid sh -c 'trap "" TERM; echo $$ >>"$1"; while :; do sleep 1000; done' sh "$1" &
        env -i sh -c 'echo $$ >>"$1"; exec sleep 1000' sh "$1" &
        wait
        """;

    [Test]
    public async Task Cancellation_ends_the_whole_family()
    {
        using var stop = new CancellationTokenSource();
        var pids = InDirectory("pids");
        var run = Runner.RunAsync(Sh(Family, pids), stop.Token);
        var numbers = await NumbersAsync(pids, 4);
        await stop.CancelAsync();
        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(numbers.Where(IsAlive), Is.Empty);
    }

    [Test]
    public async Task A_timeout_ends_the_whole_family_and_shows_the_last_lines()
    {
        var pids = InDirectory("pids");
        var request = Sh("echo working; " + Family, pids) with { Timeout = TimeSpan.FromSeconds(1) };
        var error = await Assert.ThrowsAsync<AimeeException>(() => RunAsync(request));
        Assert.That(error!.Message, Does.Contain("was ended: it ran longer than 00:00:01.").And.EndWith("    working"));
        Assert.That((await NumbersAsync(pids, 4)).Where(IsAlive), Is.Empty);
    }

    [Test]
    public async Task A_program_may_clean_up_when_it_is_asked_to_end()
    {
        using var stop = new CancellationTokenSource();
        var (ready, cleaned) = (InDirectory("ready"), InDirectory("cleaned"));
        var run = Runner.RunAsync(Sh("trap 'echo >\"$2\"; exit' TERM; echo 1 >\"$1\"; sleep 1000 & wait", ready, cleaned), stop.Token);
        await NumbersAsync(ready, 1);
        await stop.CancelAsync();
        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(cleaned, Does.Exist);
    }

    [Test]
    public async Task What_a_program_leaves_behind_is_ended_and_named_and_does_not_hold_up_the_run()
    {
        var pids = InDirectory("pids");
        var result = await RunAsync(Sh("sleep 1000 & echo $! >>\"$1\"; setsid sleep 2000 >/dev/null 2>&1 & echo done", pids));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Output, Is.EqualTo("done\n"));
            Assert.That(result.LeftBehind, Is.EqualTo(["sleep", "sleep"]));
            Assert.That((await NumbersAsync(pids, 1)).Where(IsAlive), Is.Empty);
        }
    }

    [Test]
    public async Task The_last_words_of_a_background_process_are_heard()
    {
        var result = await RunAsync(Sh("(sleep 0.3; echo last) & echo first"));
        Assert.That(result.Output, Is.EqualTo("first\nlast\n"));
        Assert.That(result.LeftBehind, Is.Empty);
    }

    [Test]
    public async Task One_that_has_got_away_does_not_hold_up_the_run()
    {
        var pids = InDirectory("pids");
        var result = await RunAsync(Sh("env -i setsid sh -c 'echo $$ >\"$1\"; exec sleep 1000' sh \"$1\" & while ! [ -s \"$1\" ]; do :; done; echo done", pids));
        var number = (await NumbersAsync(pids, 1))[0];
        Assert.That(result.Output, Is.EqualTo("done\n"));
        using var rest = Process.GetProcessById(number);
        rest.Kill();
    }

    [Test]
    public async Task A_hundred_at_once()
    {
        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => RunAsync(Sh("sleep 1; echo $1; exit $1", $"{i}"))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Select(result => result.ExitCode), Is.EqualTo(Enumerable.Range(0, 100)));
            Assert.That(results.Select(result => result.Output), Is.EqualTo(Enumerable.Range(0, 100).Select(i => $"{i}\n")));
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(50)), "they do not wait for each other");
        }
    }

    [TestCase("None", 4)]
    [TestCase("Processes", 0)]
    [TestCase("Processes, Mounts", 0)]
    public async Task When_the_build_is_killed_its_programs_die(string isolation, int count)
    {
        var pids = InDirectory("pids");
        // In a process namespace the numbers are not ours: there the test knows them by what they were called with.
        var script = $"set -- {pids}; {Family.Replace("1000", $"1000.{Environment.ProcessId}", StringComparison.Ordinal)}";
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location, "run", isolation, script]);
        using var build = Process.Start(start)!;
        var numbers = await NumbersAsync(pids, 4);
        await UntilAsync(() => Sleepers() >= 3, "the sleeping grandchildren");
        build.Kill();
        await build.WaitForExitAsync();
        await UntilAsync(() => Sleepers() == 0 && !numbers.Take(count).Any(IsAlive), "the end of all that the build started");
    }

    private static int Sleepers()
    {
        var wanted = System.Text.Encoding.ASCII.GetBytes($"sleep\u00001000.{Environment.ProcessId}\0");
        return ProcessEntry.All().Count(entry =>
        {
            try
            {
                return entry.IsAlive && File.ReadAllBytes($"/proc/{entry.Id}/cmdline").AsSpan().SequenceEqual(wanted);
            }
            catch (IOException)
            {
                return false;
            }
        });
    }
}
