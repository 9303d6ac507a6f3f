using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Artifacts;

internal sealed class SysrootTests : ArtifactTests
{
    [Test]
    public async Task A_package_is_installed_replaced_and_uninstalled()
    {
        await InstallAsync("core/zlib", "1.0", "usr/lib/libz.so.1=one", "usr/lib/libz.so->libz.so.1", "usr/share/old/doc=old", "var/empty/");
        Assert.That(Installed(), Is.EqualTo("usr/lib/libz.so->libz.so.1\nusr/lib/libz.so.1=one\nusr/share/old/doc=old\nvar/empty/"));
        await InstallAsync("core/zlib", "2.0", "usr/lib/libz.so.2=two", "usr/lib/libz.so->libz.so.2");
        Assert.That(Installed(), Is.EqualTo("usr/lib/libz.so->libz.so.2\nusr/lib/libz.so.2=two"));
        Assert.That(Sysroot.Find("core/zlib")?.Key, Is.EqualTo(KeyOf('a')));
        Assert.That(Sysroot.FilesOf("core/zlib"), Is.EqualTo(["usr/lib/libz.so", "usr/lib/libz.so.2", "var/db/binpkgs/core/zlib", "var/db/binpkgs/core/zlib.json"]));
        await Sysroot.UninstallAsync("core/zlib", default);
        AssertEmpty();
        Assert.That(Sysroot.Find("core/zlib"), Is.Null);
    }

    [Test]
    public async Task What_another_package_has_is_refused_before_anything_changes()
    {
        await InstallAsync("core/a", "1.0", "usr/bin/tool=same", "usr/share/a=a");
        await InstallAsync("core/b", "1.0", "usr/bin/b=b");
        var before = Installed();
        var error = await Assert.ThrowsAsync<AimeeException>(() => InstallAsync("core/c", "1.0", "usr/bin/tool=same", "usr/bin/b=c", "usr/new/c=c"));
        Assert.That(error!.Message, Is.EqualTo(
            $"""
            Can not install core/c in {Sysroot.Directory}: something else is in the way.
                usr/bin/b: what has that name is core/b's
                usr/bin/tool: what has that name is core/a's
            Let only one of the packages have it, or uninstall the other one; what belongs to no package can be moved away.
            """));
        Assert.That(Installed(), Is.EqualTo(before));
        Assert.That(Sysroot.Find("core/c"), Is.Null);
        Assert.That(Directory.GetFileSystemEntries(InTop("sysroot/triple/.installed/changes")), Is.Empty);
    }

    [TestCase("usr/lib->lib64", "usr/lib/x=x", "the directory usr/lib: a file or link of that name is core/a's")]
    [TestCase("usr/lib=file", "usr/lib/x=x", "the directory usr/lib: a file or link of that name is core/a's")]
    [TestCase("usr/lib/x=x", "usr/lib->lib64", "usr/lib: a directory of that name is there, and usr/lib/x in it is core/a's")]
    [TestCase("usr/lib/x=x", "usr/lib=file", "usr/lib: a directory of that name is there, and usr/lib/x in it is core/a's")]
    [TestCase("usr/lib/x->/", "usr/lib=file", "usr/lib: a directory of that name is there, and usr/lib/x in it is core/a's")]
    [TestCase("usr/lib/", "usr/lib=file", "usr/lib: what has that name is core/a's")]
    public async Task A_directory_and_something_else_do_not_go_together(string one, string other, string line)
    {
        await InstallAsync("core/a", "1.0", one);
        Assert.That(() => InstallAsync("core/b", "1.0", other), Throws.TypeOf<AimeeException>().With.Message.Contains($"\n    {line}\n"));
        Assert.That(Installed(), Is.EqualTo(one));
    }

    [Test]
    public async Task What_belongs_to_no_package_is_not_overwritten()
    {
        Directory.CreateDirectory(InTop("sysroot/triple/etc"));
        await File.WriteAllTextAsync(InTop("sysroot/triple/etc/mine"), "mine");
        Assert.That(() => InstallAsync("core/a", "1.0", "etc/mine=theirs"), Throws.TypeOf<AimeeException>().With.Message.Contains("etc/mine: what has that name belongs to no package"));
        Assert.That(Installed(), Is.EqualTo("etc/mine=mine"));
    }

    [TestCase("usr/x=file", "usr/x/y=below")]
    [TestCase("usr/x/y=below", "usr/x=file")]
    [TestCase("usr/x->y", "usr/x/y=below")]
    [TestCase("usr/x/y/z=below", "usr/x->y")]
    [TestCase("usr/x=file", "usr/x->file")]
    [TestCase("usr/x/", "usr/x=file")]
    public async Task A_new_version_may_turn_files_into_directories_and_back(string one, string other)
    {
        await InstallAsync("core/a", "1.0", one, "usr/z=z");
        await InstallAsync("core/a", "2.0", other, "usr/z=z");
        Assert.That(Installed(), Is.EqualTo(other + "\nusr/z=z"));
        Assert.That(
            async () => await Sysroot.InstallAsync(RequestOf(await PackAsync("core/a", "1.0", one, "usr/z=z"), (_, _) => throw new AimeeException("no")), default),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo("no"));
        Assert.That(Installed(), Is.EqualTo(other + "\nusr/z=z"), "taken back");
        await Sysroot.UninstallAsync("core/a", default);
        AssertEmpty();
    }

    [Test]
    public async Task A_directory_that_others_use_does_not_become_a_file()
    {
        await InstallAsync("core/a", "1.0", "usr/x/y=below");
        await InstallAsync("core/b", "1.0", "usr/x/empty/");
        var before = Installed();
        Assert.That(() => InstallAsync("core/a", "2.0", "usr/x=file"), Throws.TypeOf<AimeeException>().With.Message.Contains("usr/x/empty in it is core/b's"));
        Assert.That(Installed(), Is.EqualTo(before));
        await Sysroot.UninstallAsync("core/b", default);
        await InstallAsync("core/a", "2.0", "usr/x=file");
        Assert.That(Installed(), Is.EqualTo("usr/x=file"));
    }

    [Test]
    public async Task Uninstalling_removes_nothing_else()
    {
        Directory.CreateDirectory(InTop("sysroot/triple/usr/local"));
        await InstallAsync("core/a", "1.0", "usr/local/a=a", "usr/share/a/a=a", "opt/a=a");
        await File.WriteAllTextAsync(InTop("sysroot/triple/usr/share/mine"), "mine");
        await InstallAsync("core/b", "1.0", "opt/b=b");
        await Sysroot.UninstallAsync("core/a", default);
        Assert.That(Installed(), Is.EqualTo("opt/b=b\nusr/local/\nusr/share/mine=mine"));
        await Sysroot.UninstallAsync("core/b", default);
        Assert.That(Installed(), Is.EqualTo("usr/local/\nusr/share/mine=mine"), "a directory that the first one made goes with the last");
        await Sysroot.UninstallAsync("core/none", default);
    }

    [Test]
    public async Task An_empty_directory_stays_until_its_last_package_goes()
    {
        await InstallAsync("core/a", "1.0", "var/empty/");
        await InstallAsync("core/b", "1.0", "var/empty/");
        await Sysroot.UninstallAsync("core/a", default);
        Assert.That(Installed(), Is.EqualTo("var/empty/"));
        await Sysroot.UninstallAsync("core/b", default);
        AssertEmpty();
    }

    [Test]
    public async Task A_damaged_archive_is_not_installed()
    {
        var sidecar = await PackAsync("core/a", "1.0", "usr/a=1");
        await File.AppendAllTextAsync(Store.PathOf(sidecar.Name), "x");
        Assert.That(() => Sysroot.InstallAsync(RequestOf(sidecar), default),
            Throws.TypeOf<AimeeException>().With.Message.StartsWith($"{Store.PathOf(sidecar.Name)} is damaged: its SHA-256 is "));
        Assert.That(Installed(), Is.Empty);
    }

    [Test]
    public void What_is_known_of_packages_is_no_packages_place() => Assert.That(
        () => InstallAsync("core/evil", "1.0", ".installed/packages/core/a=x"),
        Throws.TypeOf<AimeeException>().With.Message.Contains("core/evil").And.Message.Contains(".installed"));

    [Test]
    public async Task A_sysroot_of_the_shell_builder_is_taken_over()
    {
        foreach (var (path, text) in (Span<(string, string)>)[("usr/bin/a", "old"), ("usr/share/a", "old"), ("var/db/binpkgs/core/a", "usr/bin/a\0usr/share/a\0")])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(InTop("sysroot/triple/" + path))!);
            File.WriteAllText(InTop("sysroot/triple/" + path), text);
        }
        await InstallAsync("core/a", "1.0", "usr/bin/a=new");
        Assert.That(Installed(), Is.EqualTo("usr/bin/a=new\nusr/share/"));
    }

    [Test]
    public async Task Two_builds_at_once_do_no_harm()
    {
        using var other = new Sysroot(Sysroot.Directory, Runner);
        var requests = new List<InstallRequest>();
        for (var i = 0; i < 12; i++)
        {
            requests.Add(RequestOf(await PackAsync($"core/p{i}", "1.0", $"usr/lib/p{i}=x", $"usr/share/p{i}/x=x")));
        }
        await Task.WhenAll(requests.SelectMany(request => (Task[])[Sysroot.InstallAsync(request, default), other.InstallAsync(request, default)]));
        Assert.That(Enumerable.Range(0, 12).Select(i => Sysroot.Find($"core/p{i}")?.Id), Is.EqualTo(Enumerable.Range(0, 12).Select(i => $"core/p{i}")));
        Assert.That(Installed().Split('\n'), Has.Length.EqualTo(24));
        await Task.WhenAll(requests.SelectMany(request => (Task[])[Sysroot.UninstallAsync(request.Id, default), other.UninstallAsync(request.Id, default)]));
        AssertEmpty();
    }

    private void AssertEmpty() =>
        Assert.That(Directory.GetFileSystemEntries(Sysroot.Directory).Select(Path.GetFileName), Is.EqualTo([".installed"]));
}
