using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Artifacts;

internal sealed class PostInstallTests : ArtifactTests
{
    [Test]
    public async Task What_it_wrote_belongs_to_the_package()
    {
        await InstallAsync("core/other", "1.0", "usr/share/other=o", "etc/changed=1");
        await InstallWithAsync(
            "mkdir -p var/cache/a/deep; echo -n c >var/cache/a/deep/cache; ln usr/bin/x usr/bin/b; ln -s a usr/bin/c; echo -n 2 >etc/changed.new; mv etc/changed.new etc/changed; echo -n new >usr/bin/a.new; mv usr/bin/a.new usr/bin/a",
            "core/a", "1.0", "usr/bin/a=a", "usr/bin/x=x");
        Assert.That(Installed(), Is.EqualTo("etc/changed=2\nusr/bin/a=new\nusr/bin/b=x\nusr/bin/c->a\nusr/bin/x=x\nusr/share/other=o\nvar/cache/a/deep/cache=c"));
        Assert.That(Sysroot.Find("core/a")?.Written, Is.EqualTo(["usr/bin/b", "usr/bin/c", "var/cache/a/deep/cache"]));
        await Sysroot.UninstallAsync("core/a", default);
        Assert.That(Installed(), Is.EqualTo("etc/changed=2\nusr/share/other=o"));
        Assert.That(Directory.Exists(InTop("sysroot/triple/var/cache")), Is.False);
    }

    [Test]
    public async Task A_new_version_starts_without_what_the_old_one_wrote()
    {
        await InstallWithAsync("test ! -e etc/cache; echo -n 1 >etc/cache", "core/a", "1.0", "etc/a=a");
        await InstallWithAsync("test ! -e etc/cache", "core/a", "2.0", "etc/a=a");
        Assert.That(Installed(), Is.EqualTo("etc/a=a"));
    }

    [Test]
    public async Task What_two_packages_wrote_goes_with_the_last()
    {
        const string Index = "cat usr/info/dir >usr/info/new 2>/dev/null || :; echo -n x >>usr/info/new; mv usr/info/new usr/info/dir";
        await InstallWithAsync(Index, "core/a", "1.0", "usr/info/a=a");
        await InstallWithAsync(Index, "core/b", "1.0", "usr/info/b=b");
        await Sysroot.UninstallAsync("core/a", default);
        Assert.That(Installed(), Is.EqualTo("usr/info/b=b\nusr/info/dir=xx"));
        await Sysroot.UninstallAsync("core/b", default);
        Assert.That(Installed(), Is.Empty);
    }

    [Test]
    public async Task When_it_fails_all_is_as_it_was()
    {
        await InstallWithAsync("echo -n 1 >etc/cache", "core/a", "1.0", "etc/a=1", "usr/gone=1");
        var before = Installed();
        Assert.That(() => InstallWithAsync("mkdir etc/x; echo 2 >etc/x/cache; echo 3 >etc/cache; exit 3", "core/a", "2.0", "etc/a=2", "usr/new/a=2"),
            Throws.TypeOf<AimeeException>().With.Message.Contains("exit code 3"));
        Assert.That(Installed(), Is.EqualTo(before));
        Assert.That(Sysroot.Find("core/a"), Is.Not.Null);
        Assert.That(() => InstallWithAsync("echo 2 >etc/b.cache; exit 3", "core/b", "1.0", "etc/b=2"), Throws.TypeOf<AimeeException>());
        Assert.That(Installed(), Is.EqualTo(before));
    }

    [Test]
    public async Task When_it_is_cancelled_all_is_as_it_was()
    {
        using var stop = new CancellationTokenSource();
        var request = RequestOf(await PackAsync("core/a", "1.0", "etc/a=1"), async (_, cancellation) =>
        {
            await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        });
        Assert.That(() => Sysroot.InstallAsync(request, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Installed(), Is.Empty);
        Assert.That(Directory.Exists(InTop("sysroot/triple/etc")), Is.False);
    }

    private async Task InstallWithAsync(string script, string id, string version, params string[] files) => await Sysroot.InstallAsync(
        RequestOf(await PackAsync(id, version, files), (sysroot, cancellation) =>
            Runner.RunCheckedAsync(ProcessRequest.Of("sh", "-euc", script) with { WorkingDirectory = sysroot }, cancellation)),
        default);
}
