using Cake.Aimee.Engines;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>A chain that breaks: by its config, by a kill, by Ctrl-C. The stage3 is borrowed from the whole chain.</summary>
[TestFixture("broken")]
internal sealed class BrokenChainTests(string prefix)
{
    private UserTree tree = null!;

    private string Base => $"{prefix}/build/base";

    [SetUp]
    public async Task Borrow()
    {
        (await Chain.MadeAsync()).FirstRun.Succeeded();
        tree = new UserTree(Machine.Buildah, $"name-prefix: {prefix}");
        await Chain.LendAsync(Chain.Names[0], prefix);
    }

    [TearDown]
    public async Task Remove()
    {
        if (tree is not null)
        {
            await Chain.RemoveAsync(prefix);
            tree.Dispose();
        }
    }

    [Test]
    public async Task After_a_fix_the_chain_goes_on_where_it_broke()
    {
        tree.Configure("config", $"name-prefix: {prefix}, packages: {{base: [no-such-package-at-all]}}");
        (await tree.HostAsync("--target=BaseImage", "--no-setup")).Refused(
            "Step 'config-packages' of build/base failed.",
            "images.packages.base",
            "Unable to locate package no-such-package-at-all",
            $"The whole log: {tree.In("tmp/images/build/base/log/02-config-packages.log")}");
        Assert.That(File.ReadAllText(tree.In("tmp/images/build/base/log/02-config-packages.log")), Does.Contain("no-such-package-at-all"));
        Assert.That(await FindAsync(), Is.Null);
        Assert.That(await Machine.Buildah.ContainersAsync(), Is.Empty);

        tree.Configure("config", $"name-prefix: {prefix}, packages: {{base: [tree]}}");
        var mended = (await tree.HostAsync("--target=BaseImage")).Succeeded();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mended.Output, Does.Contain("build/base: going on after step 'packages', which an earlier build finished"));
            Assert.That(mended.Output, Does.Contain("build/base: 2/2 config-packages").And.Not.Contain("build/base: 1/2"));
            Assert.That(await FindAsync(), Is.Not.Null);
            await NothingIsLeftAsync();
        }
    }

    [Test]
    public async Task After_a_kill_the_same_command_succeeds_and_nothing_is_left()
    {
        using var victim = tree.StartHost("--target=BaseImage", "--no-setup");
        var container = await InTheMiddleAsync(victim);

        await victim.SignalAsync("KILL");

        Assert.That((await victim.EndAsync()).ExitCode, Is.Not.Zero);
        await UntilAsync(() => !Running(container), "the end of all that the killed host started");
        Assert.That(await FindAsync(), Is.Null);
        (await tree.HostAsync("--target=BaseImage")).Succeeded();
        Assert.That(await FindAsync(), Is.Not.Null);
        await NothingIsLeftAsync();
    }

    [Test]
    public async Task Ctrl_c_ends_the_children_and_tags_nothing()
    {
        // An image of the same name is there, and explains why it is made anew.
        await Chain.LendAsync(Chain.Names[1], prefix);
        var before = await FindAsync();
        tree.Configure("config", $"name-prefix: {prefix}, packages: {{base: [tree]}}");
        using var host = tree.StartHost("--target=BaseImage", "--explain", "--no-setup");
        var container = await InTheMiddleAsync(host);

        await host.SignalAsync("INT");

        var result = await host.EndAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(130), result.Output);
            Assert.That(result.Output, Does.Contain("build/base: step 'config-packages' is new; order of the steps changed\n"));
            Assert.That(result.Error, Is.EqualTo("BaseImage was interrupted; nothing that it was making has been tagged."));
            Assert.That(Running(container), Is.False);
            Assert.That(await Machine.Buildah.ContainersAsync(), Is.Empty);
            Assert.That((await FindAsync())?.Id, Is.EqualTo(before!.Id));
        }
    }

    /// <summary>Waits until the step 'packages' is at work.</summary>
    /// <returns>The name of its working container.</returns>
    private async Task<string> InTheMiddleAsync(UserRun host)
    {
        await host.SeesAsync(" packages");
        var log = tree.In("tmp/images/build/base/log/01-packages.log");
        await UntilAsync(() => File.Exists(log) && File.ReadAllText(log).Contains("Reading package lists", StringComparison.Ordinal), "the step's first output");
        var container = (await Machine.Buildah.ContainersAsync()).Single();
        Assert.That(Running(container), "the step runs");
        return container;
    }

    private static bool Running(string container) => RunningPrograms.CommandLines().Any(line => line.Contains(container, StringComparison.Ordinal));

    private static async Task NothingIsLeftAsync()
    {
        Assert.That(await Machine.Buildah.ContainersAsync(), Is.Empty);
        Assert.That(await Machine.Buildah.ImagesAsync(), Has.None.Contains(":step-").And.None.Contains("<none>"));
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !condition(); await Task.Delay(50))
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromMinutes(2)), $"waited in vain for {what}");
        }
    }

    private Task<EngineImage?> FindAsync() => Machine.Buildah.Engine.FindAsync(new ImageReference(Base), CancellationToken.None);
}
