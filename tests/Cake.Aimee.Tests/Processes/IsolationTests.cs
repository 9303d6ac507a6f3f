using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Processes;

internal sealed class IsolationTests : ProcessTests
{
    [SetUp]
    public async Task NeedsNamespaces()
    {
        var support = await IsolationSupport.ProbeAsync(CancellationToken.None);
        Assume.That(support.Supported, Is.EqualTo(Isolation.Network | Isolation.Processes | Isolation.Mounts),
            "this machine does not allow namespaces: " + string.Join("; ", support.Problems));
    }

    [Test]
    public async Task Without_the_network_there_is_only_the_loopback()
    {
        var result = await RunAsync(Sh("tail -n +3 /proc/net/dev") with { Isolation = Isolation.Network });
        Assert.That(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0].Trim()), Is.EqualTo(["lo"]));
    }

    [Test]
    public async Task The_loopback_is_up_where_ip_is_installed()
    {
        Assume.That(Programs.Find("ip"), Is.Not.Null, "the program ip is not installed");
        var result = await RunAsync(ProcessRequest.Of("ip", "-brief", "link") with { Isolation = Isolation.Network });
        Assert.That(result.Output, Does.Contain("LOOPBACK,UP"));
    }

    [TestCase("exit 0", 0)]
    [TestCase("exit 77", 77)]
    [TestCase("sh -c 'kill -KILL $$'", 137)]
    [TestCase("kill -TERM $$", 143)]
    public async Task The_exit_code_is_the_programs(string script, int expected)
    {
        foreach (var isolation in (Isolation[])[Isolation.Network, Isolation.Processes, Isolation.Processes | Isolation.Mounts | Isolation.Network])
        {
            Assert.That((await RunAsync(Sh(script) with { Isolation = isolation })).ExitCode, Is.EqualTo(expected), $"{isolation}");
        }
    }

    [Test]
    public async Task A_process_namespace_ends_with_its_program_also_those_that_got_away()
    {
        var sleep = $"sleep 1000.{Environment.ProcessId}5";
        var result = await RunAsync(Sh($"env -i setsid {sleep} & sleep 0.2; echo done") with { Isolation = Isolation.Processes });
        Assert.That(result.Output, Is.EqualTo("done\n"));
        var rest = await RunAsync(Sh("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '"));
        Assert.That(rest.Output, Does.Not.Contain(sleep));
    }

    [Test]
    public async Task With_mounts_too_proc_shows_only_its_own()
    {
        var result = await RunAsync(Sh("cd /proc; echo [0-9]*") with { Isolation = Isolation.Processes | Isolation.Mounts });
        Assert.That(result.Output, Is.EqualTo("1 2\n").Or.EqualTo("1 3\n").Or.EqualTo("1 4\n"));
    }

    [Test]
    public async Task Mounts_stay_inside()
    {
        var result = await RunAsync(Sh("mount -t tmpfs none \"$1\" && echo >\"$1\"/inside && ls \"$1\"", Directory) with { Isolation = Isolation.Mounts });
        Assert.That(result.Output, Is.EqualTo("inside\n"));
        Assert.That(System.IO.Directory.GetFileSystemEntries(Directory), Is.Empty);
    }

    [Test]
    public async Task The_program_does_not_see_the_mark()
    {
        var result = await RunAsync(ProcessRequest.Of("env") with { Isolation = Isolation.Processes });
        Assert.That(result.Output, Does.Not.Contain("CAKE_AIMEE_RUN"));
    }

    [Test]
    public async Task Cancellation_ends_an_isolated_program_gently()
    {
        using var stop = new CancellationTokenSource();
        var (ready, cleaned) = (InDirectory("ready"), InDirectory("cleaned"));
        var run = Runner.RunAsync(Sh("trap 'echo >\"$2\"; exit' TERM; echo 1 >\"$1\"; sleep 1000 & wait", ready, cleaned) with
        {
            Isolation = Isolation.Processes | Isolation.Network,
        }, stop.Token);
        await NumbersAsync(ready, 1);
        await stop.CancelAsync();
        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(cleaned, Does.Exist);
    }
}
