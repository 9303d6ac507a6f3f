using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Images.Gentoo;

namespace Cake.Aimee.IntegrationTests.Images.Gentoo;

/// <content>What goes wrong on the way, and how it goes on.</content>
internal sealed partial class GentooChainTests
{
    [Test]
    public async Task Killed_in_the_middle_of_crossdev_it_goes_on_at_that_step()
    {
        made.Succeeded();
        using var killed = await BorrowAsync("killed");
        killed.Steer("pause-gcc");
        using (var victim = killed.Start("--target=CrossImage"))
        {
            await UntilAsync(() => File.Exists(Path.Combine(killed.Distfiles, "paused-gcc")), "the first stage of gcc");
            await victim.SignalAsync("KILL");
            Assert.That((await victim.EndAsync()).ExitCode, Is.Not.Zero);
        }

        await UntilAsync(() => !RunningPrograms.CommandLines().Any(line => line.Contains("crossdev --show-fail-log", StringComparison.Ordinal)), "the end of crossdev");
        Assert.That(await killed.FindAsync(GentooTree.Cross), Is.Null);
        killed.Release("pause-gcc");
        var before = killed.Commands.Length;

        var again = (await killed.RunAsync("--target=CrossImage")).Succeeded();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Output, Does.Contain($"{GentooTree.Cross}: going on after step 'cross-binutils', which an earlier build finished"));
            Assert.That(killed.Commands[before], Does.StartWith("crossdev --show-fail-log --portage --usepkg -s1 "));
            Assert.That(killed.Commands.Count(line => line.StartsWith("built ", StringComparison.Ordinal) && line.Contains("binutils", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(await killed.FindAsync(GentooTree.Cross), Is.Not.Null);
            Assert.That(await store.ContainersAsync(), Is.Empty);
            Assert.That(await store.ImagesAsync(), Has.None.Contains("step-"));
        }
    }

    [Test]
    public async Task A_package_that_can_not_be_built_shows_the_end_of_its_log()
    {
        made.Succeeded();
        using var broken = await BorrowAsync("broken");
        broken.Steer("fail-gcc");
        var logs = broken.In($"tmp/images/{GentooTree.Cross}/log/cross-gcc-stage1");
        (await broken.RunAsync("--target=CrossImage")).Refused(
            $"Step 'cross-gcc-stage1' of {GentooTree.Cross} failed.",
            $"The end of {logs}/var/",
            "gcc: the build broke on purpose",
            $"The whole log: {broken.In($"tmp/images/{GentooTree.Cross}/log/04-cross-gcc-stage1.log")}");
        Assert.That(File.ReadAllText($"{logs}/var/log/portage/cross-{UserTree.Target}-gcc-stage1.log"), Does.Contain("failed (compile phase)"));
        Assert.That(
            File.ReadAllLines($"{logs}/var/tmp/portage/cross-{UserTree.Target}/gcc-14.3.0/temp/build.log"),
            Is.EqualTo(new[] { "configuring gcc", "checking for a reason... none", "gcc: the build broke on purpose" }));

        broken.Release("fail-gcc");
        Assert.That((await broken.RunAsync("--target=CrossImage")).Succeeded().Output, Does.Contain("going on after step 'cross-binutils'"));
    }

    [Test]
    public async Task What_a_broken_step_had_built_is_not_built_again()
    {
        made.Succeeded();
        using var broken = await BorrowAsync("tools", Names[..1]);
        broken.Steer("fail-git");
        (await broken.RunAsync("--target=BaseImage")).Refused("Step 'tools' of build/base failed.", "git: the build broke on purpose");
        broken.Release("fail-git");
        (await broken.RunAsync("--target=BaseImage")).Succeeded();
        Assert.That(
            broken.Commands.Where(line => line.EndsWith(" app-eselect/eselect-repository-14", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "built app-eselect/eselect-repository-14", "unpacked app-eselect/eselect-repository-14" }));
    }

    [Test]
    public async Task A_version_that_there_is_not_shows_no_log_of_another_step()
    {
        made.Succeeded();
        using var unknown = await BorrowAsync("unknown");
        unknown.Configure(versions: "gcc: 14.3.0, rust: 1.0.0");
        var refused = await unknown.RunAsync("--target=CrossImage");
        refused.Refused(
            "Step 'rust' of build/cross-",
            "there are no ebuilds to satisfy \"~dev-lang/rust-1.0.0\"",
            "look at images.packages and images.gentoo.versions in the config.");
        Assert.That(refused.Output, Does.Not.Contain("The end of "));
    }

    [Test]
    public async Task A_mirror_that_lies_gets_nothing_imported()
    {
        using var lied = new GentooTree(store, keys, mirror, "lied");
        var right = mirror.Files[GentooMirror.Pointer];
        mirror.Files[GentooMirror.Pointer] = await keys.ClearSignAsync(mirror.PointerText, GentooKeys.Foreign);
        try
        {
            (await lied.RunAsync("--target=Stage3Image")).Refused(
                "Step 'userland' of gentoo/stage3 failed.",
                "The signature of latest-stage3-amd64-openrc.txt was checked with the keys in " + keys.Keyring,
                "it is by the foreign key",
                "Nothing was imported.");
            Assert.That(await lied.FindAsync(Names[0]), Is.Null);
        }
        finally
        {
            mirror.Files[GentooMirror.Pointer] = right;
        }
    }

    [Test]
    public async Task A_snapshot_that_is_signed_by_others_is_refused()
    {
        made.Succeeded();
        using var unsigned = await BorrowAsync("unsigned", Names[..1]);
        const string Signature = "/snapshots/gentoo-latest.tar.xz.gpgsig";
        var right = mirror.Files[Signature];
        mirror.Files[Signature] = await keys.SignAsync(mirror.Files["/snapshots/gentoo-latest.tar.xz"], GentooKeys.Foreign);
        try
        {
            (await unsigned.RunAsync("--target=BaseImage")).Refused(
                "Step 'repository' of build/base failed.", "signature verification of gentoo-latest.tar.xz failed");
            Assert.That(await unsigned.FindAsync(Names[1]), Is.Null);
        }
        finally
        {
            mirror.Files[Signature] = right;
        }
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !condition(); await Task.Delay(50))
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromMinutes(2)), $"waited in vain for {what}");
        }
    }
}
