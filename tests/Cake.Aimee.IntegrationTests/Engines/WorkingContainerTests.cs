using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Engines;

/// <summary>Working containers: scripts, their ends, and what is committed.</summary>
[TestFixture("buildah")]
[TestFixture("docker")]
internal sealed class WorkingContainerTests(string engine) : EngineFixture(engine)
{
    [Test]
    public async Task A_script_sees_mounts_and_environment_and_its_lines_come_in_order()
    {
        var host = Directory.CreateDirectory(At("mounted")).FullName;
        File.WriteAllText(Path.Combine(host, "in"), "from the host\n");
        var lines = new List<string>();
        await using var container = await StartAsync(Userland, new Mount(host, "/mnt"));

        var result = await container.RunAsync(
            new ContainerRun("cat /mnt/in; echo \"$ODD\"; id -u; seq 1 2000; echo done >/mnt/out; exit 7")
            {
                Environment = Map(("ODD", Odd)),
                OnLine = line => lines.Add(line.Text),
            },
            CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            // Buildah adds words of its own when a script fails.
            Assert.That(lines.Take(2003), Is.EqualTo(["from the host", Odd, "0", .. Enumerable.Range(1, 2000).Select(number => $"{number}")]));
            Assert.That(result.ExitCode, Is.EqualTo(7));
            Assert.That(File.ReadAllText(Path.Combine(host, "out")), Is.EqualTo("done\n"));
        }
    }

    [Test]
    public async Task A_script_stops_at_its_first_failure_and_at_an_unset_variable()
    {
        await using var container = await StartAsync(Userland);
        var failed = await container.RunAsync(new ContainerRun("echo before; test -e /missing; echo after"), CancellationToken.None);
        var unset = await container.RunAsync(new ContainerRun("echo \"$NOT_THERE\"; echo after"), CancellationToken.None);
        Assert.That((failed.ExitCode, failed.Output), Is.EqualTo((1, "before\n")));
        Assert.That((unset.ExitCode, unset.Output), Is.EqualTo((2, "")));
    }

    [Test]
    public async Task The_environment_of_one_run_is_not_the_next_ones_nor_the_images()
    {
        await using var container = await StartAsync(Userland);
        await container.RunAsync(new ContainerRun("true") { Environment = Map(("ONCE", "1")) }, CancellationToken.None);
        var next = await container.RunAsync(new ContainerRun("echo \"${ONCE-unset}\""), CancellationToken.None);
        await container.CommitAsync(Result, new ImageSettings(), CancellationToken.None);
        Assert.That(next.Output, Is.EqualTo("unset\n"));
        Assert.That(Words((await Test.ConfigAsync(Result)).Config["Env"]), Has.None.StartsWith("ONCE="));
    }

    [Test]
    public async Task A_run_that_takes_too_long_is_ended()
    {
        await using (var container = await StartAsync(Userland))
        {
            Assert.That(
                () => container.RunAsync(new ContainerRun(Sleep) { Timeout = TimeSpan.FromSeconds(2) }, CancellationToken.None),
                Throws.InstanceOf<AimeeException>().With.Message.Contains("was ended: it ran longer than 00:00:02"));
        }

        Assert.That(Sleepers(), Is.Empty);
    }

    [Test]
    public async Task Cancellation_leaves_no_container_and_no_process()
    {
        using var stop = new CancellationTokenSource();
        await using (var container = await StartAsync(Userland))
        {
            var run = container.RunAsync(
                new ContainerRun($"setsid {Sleep} & echo started; {Sleep}") { OnLine = _ => stop.Cancel() }, stop.Token);
            Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That(Sleepers(), Is.Empty);
        Assert.That(await Test.ContainersAsync(), Is.Empty);
    }

    [Test]
    public async Task What_a_script_leaves_running_does_not_outlive_the_container()
    {
        await using (var container = await StartAsync(Userland))
        {
            var result = await container.RunAsync(
                new ContainerRun($"setsid {Sleep} </dev/null >/dev/null 2>&1 & echo done"), CancellationToken.None);
            Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "done\n")));
        }

        Assert.That(Sleepers(), Is.Empty);
    }

    [Test]
    public async Task A_container_that_was_left_behind_is_replaced()
    {
        var old = await StartAsync(Userland);
        await old.RunAsync(new ContainerRun("touch /left-behind"), CancellationToken.None);

        await using var container = await StartAsync(Userland);

        var result = await container.RunAsync(new ContainerRun("ls /"), CancellationToken.None);
        Assert.That(result.Output, Does.Contain("bin").And.Not.Contain("left-behind"));
    }

    [Test]
    public async Task A_commit_adds_a_layer_and_lays_its_labels_over_the_bases()
    {
        var from = new ImageReference("test/labelled");
        await Engine.ImportAsync(
            Archive, from, new ImageSettings { Labels = Map(("kept", "1"), ("changed", "1")), Environment = Map(("KEPT", "1")) }, CancellationToken.None);
        await using (var container = await StartAsync(from))
        {
            await container.RunAsync(new ContainerRun("echo made >/made"), CancellationToken.None);
            var settings = new ImageSettings
            {
                Labels = Map(("changed", "2"), ("odd", Odd)),
                Environment = Map(("ADDED", Odd)),
            };
            var image = await container.CommitAsync(Result, settings, CancellationToken.None);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(image.Layers, Is.EqualTo(2));
                Assert.That(image.Labels.SetItems(settings.Labels).SetItem("kept", "1"), Is.EqualTo(image.Labels));
                Assert.That(Words((await Test.ConfigAsync(Result)).Config["Env"]), Is.SupersetOf(["KEPT=1", $"ADDED={Odd}"]));
            }
        }

        await using var next = await StartAsync(Result);
        Assert.That((await next.RunAsync(new ContainerRun("cat /made"), CancellationToken.None)).Output, Is.EqualTo("made\n"));
        await Engine.RemoveAsync(from, CancellationToken.None);
    }

    [Test]
    public async Task A_commit_keeps_what_the_base_would_run()
    {
        var from = new ImageReference("test/entrypoint");
        await Test.AddEntrypointAsync(Userland, from, "/bin/echo", "hello");

        await using (var container = await StartAsync(from))
        {
            await container.CommitAsync(Result, new ImageSettings(), CancellationToken.None);
        }

        var (config, _) = await Test.ConfigAsync(Result);
        Assert.That(Words(config["Entrypoint"]), Is.EqualTo(["/bin/echo"]));
        Assert.That(Words(config["Cmd"]), Is.EqualTo(["hello"]));
        await Engine.RemoveAsync(from, CancellationToken.None);
    }

    [Test]
    public async Task A_mount_is_no_part_of_the_image()
    {
        var host = Directory.CreateDirectory(At("cache")).FullName;
        File.WriteAllText(Path.Combine(host, "cached"), "");
        await using (var container = await StartAsync(Userland, new Mount(host, "/mnt")))
        {
            await container.RunAsync(new ContainerRun("test -e /mnt/cached"), CancellationToken.None);
            await container.CommitAsync(Result, new ImageSettings(), CancellationToken.None);
        }

        await using var next = await StartAsync(Result);
        Assert.That((await next.RunAsync(new ContainerRun("ls /mnt"), CancellationToken.None)).Output, Is.Empty);
    }

    // A number that no other test or process sleeps for.
    private static string Sleep => $"sleep {Environment.ProcessId}{TestContext.CurrentContext.Test.ID.Split('-')[^1]}";

    private static string[] Sleepers() =>
        [.. RunningPrograms.CommandLines().Where(line => line.StartsWith(Sleep, StringComparison.Ordinal))];
}
