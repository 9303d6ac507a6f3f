using System.Collections.Immutable;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Artifacts;

internal sealed class SysrootViewTests : ArtifactTests
{
    private UnpackedArtifacts _unpacked = null!;
    private SysrootViews _views = null!;

    [SetUp]
    public void MakeStore()
    {
        _unpacked = new(InTop("sysroot/.unpacked"), Runner);
        _views = new(_unpacked, Runner);
    }

    [TearDown]
    public void RemoveStore() => _unpacked.Dispose();

    [Test]
    public async Task An_artifact_is_unpacked_once_and_whole()
    {
        var sidecar = await PackAsync("core/a", "1.0", "usr/a=1");
        var both = await Task.WhenAll(_unpacked.UnpackAsync(sidecar.Digest, Store.PathOf(sidecar.Name), default), _unpacked.UnpackAsync(sidecar.Digest, Store.PathOf(sidecar.Name), default));
        Assert.That(both, Is.All.EqualTo(InTop($"sysroot/.unpacked/{sidecar.Digest}")));
        Assert.That(Show(both[0]), Is.EqualTo("usr/a=1"));
        Assert.That(() => _unpacked.UnpackAsync(KeyOf('0'), Store.PathOf(sidecar.Name), default), Throws.TypeOf<AimeeException>().With.Message.Contains("is damaged"));
        Assert.That(Directory.GetDirectories(_unpacked.Directory).Select(Path.GetFileName).Where(name => name![0] != '.'), Is.EqualTo([sidecar.Digest]));
    }

    [Test]
    public async Task What_a_killed_build_left_goes_when_its_place_is_taken()
    {
        var sidecar = await PackAsync("core/a", "1.0", "usr/a=1");
        Directory.CreateDirectory(Path.Combine(_unpacked.Directory, $".{sidecar.Digest}.tmp/half"));
        Directory.CreateDirectory(Path.Combine(_unpacked.Directory, ".uses"));
        await File.WriteAllTextAsync(Path.Combine(_unpacked.Directory, ".uses/dead"), "");
        var directory = await _unpacked.UnpackAsync(sidecar.Digest, Store.PathOf(sidecar.Name), default);
        Assert.That(Show(directory), Is.EqualTo("usr/a=1"));
        Assert.That(Directory.GetDirectories(_unpacked.Directory, "*.tmp"), Is.Empty);
        Assert.That(Directory.GetFiles(Path.Combine(_unpacked.Directory, ".uses")).Select(Path.GetFileName), Has.Exactly(1).Items.And.None.EqualTo("dead"));
    }

    [Test]
    public async Task A_view_shows_its_artifacts_and_nothing_else()
    {
        await UnpackAsync("core/other", "usr/other=o");
        ImmutableArray<ViewLayer> layers = [await UnpackAsync("core/a", "usr/lib/a=a", "usr/share/"), await UnpackAsync("core/b", "usr/lib/b=b", "usr/lib/c->b")];
        foreach (var view in (SysrootView[])[await _views.MakeAsync(layers, default), await _views.MakeDirectoryAsync(layers, default)])
        {
            Assert.That(await SeeAsync(view), Is.EqualTo("usr usr/lib usr/lib/a usr/lib/b usr/lib/c usr/share"));
        }
        Assert.That(Show((await _views.MakeDirectoryAsync(layers, default)).Directory!), Is.EqualTo("usr/lib/a=a\nusr/lib/b=b\nusr/lib/c->b\nusr/share/"));
    }

    [Test]
    public async Task Stages_that_need_the_same_view_at_once_get_it()
    {
        ImmutableArray<ViewLayer> layers = [await UnpackAsync("core/a", "a=a"), await UnpackAsync("core/b", "b=b")];
        using var unpacked = new UnpackedArtifacts(_unpacked.Directory, Runner);
        SysrootViews[] views = [_views, new(_unpacked, Runner), new(unpacked, Runner), new(unpacked, Runner)];
        var made = await Task.WhenAll(views.SelectMany(view => (Task<SysrootView>[])[Task.Run(() => view.MakeAsync(layers, default)), Task.Run(() => view.MakeDirectoryAsync(layers, default))]));
        foreach (var view in made.Take(2))
        {
            Assert.That(await SeeAsync(view), Is.EqualTo("a b"));
        }
    }

    [Test]
    public async Task A_view_of_nothing_is_empty_and_of_one_artifact_is_that_one()
    {
        Assert.That(await SeeAsync(await _views.MakeAsync([], default)), Is.Empty);
        Assert.That(await SeeAsync(await _views.MakeAsync([await UnpackAsync("core/a", "a=a")], default)), Is.EqualTo("a"));
    }

    [Test]
    public async Task A_view_can_not_be_written()
    {
        ImmutableArray<ViewLayer> layers = [await UnpackAsync("core/a", "usr/a=a"), await UnpackAsync("core/b", "usr/b=b")];
        foreach (var view in (SysrootView[])[await _views.MakeAsync(layers, default), await _views.MakeDirectoryAsync(layers, default), await _views.MakeAsync([], default)])
        {
            var result = await RunAsync(view, "echo x >new; echo x >>usr/a");
            Assert.That(result.LastLines.Count(line => line.Contains("Read-only file system", StringComparison.Ordinal) || line.Contains("nonexistent", StringComparison.Ordinal)), Is.EqualTo(2), string.Join('\n', result.LastLines));
        }
    }

    [TestCase("usr/lib=file", "usr/lib/x=x", "usr/lib is a file in core/a and a directory in core/b")]
    [TestCase("usr/lib/x=x", "usr/lib->lib64", "usr/lib is a symbolic link in core/b and a directory in core/a")]
    [TestCase("usr/x=x", "usr/x=x", "usr/x is a file in core/a and a file in core/b")]
    [TestCase("lib->usr/lib", "lib->usr/lib", "lib is a symbolic link in core/a and a symbolic link in core/b")]
    public async Task What_does_not_go_together_is_named(string one, string other, string line)
    {
        ImmutableArray<ViewLayer> layers = [await UnpackAsync("core/a", one, "usr/a/x=a"), await UnpackAsync("core/b", other, "usr/b/x=b")];
        Assert.That(() => _views.MakeAsync(layers, default), Throws.TypeOf<AimeeException>().With.Message.Contains($"\n    {line}\n"));
        Assert.That(() => _views.MakeDirectoryAsync(layers, default), Throws.TypeOf<AimeeException>().With.Message.Contains($"\n    {line}\n"));
    }

    [TestCase(499)]
    [TestCase(501)]
    public async Task A_view_takes_hundreds_of_artifacts(int count)
    {
        var layers = ImmutableArray.CreateBuilder<ViewLayer>();
        for (var i = 0; i < count; i++)
        {
            // As if it had been unpacked: a digest's length is what matters.
            var digest = $"{i:x64}";
            Directory.CreateDirectory(InTop($"sysroot/.unpacked/{digest}/usr/lib"));
            await File.WriteAllTextAsync(InTop($"sysroot/.unpacked/{digest}/usr/lib/{i}"), "");
            layers.Add(new($"core/p{i}", digest));
        }
        var view = await _views.MakeAsync(layers.ToImmutable(), default);
        Assert.That((await SeeAsync(view)).Split(' '), Has.Length.EqualTo(count + 2));
    }

    [Test]
    public async Task What_nobody_needs_is_removed_but_not_while_another_build_uses_it()
    {
        ImmutableArray<ViewLayer> layers = [await UnpackAsync("core/a", "a=a"), await UnpackAsync("core/b", "b=b")];
        await _views.MakeAsync(layers, default);
        using (var other = new UnpackedArtifacts(_unpacked.Directory, Runner))
        {
            Assert.That(await other.PruneAsync(ImmutableHashSet<string>.Empty, default), Is.Empty);
        }
        Directory.CreateDirectory(InTop("sysroot/.unpacked/.broken.0000.tmp/x"));
        Assert.That(await _unpacked.PruneAsync(ImmutableHashSet.Create(layers[0].Digest), default), Is.EqualTo([layers[1].Digest]));
        Assert.That(Directory.GetDirectories(_unpacked.Directory).Select(Path.GetFileName).Where(name => !name!.StartsWith('.') || name.EndsWith(".tmp", StringComparison.Ordinal)), Is.EqualTo([layers[0].Digest]));
        Assert.That(Directory.GetDirectories(InTop("sysroot/.unpacked/.views")).Where(view => Path.GetFileName(view)[0] != '.'), Is.Empty);
    }

    private async Task<ViewLayer> UnpackAsync(string id, params string[] files)
    {
        var root = RootOf(files);
        var sidecar = (await PackAsync(new(NameOf(id), KeyOf('a'), root, new()))).Sidecars[0];
        var directory = await _unpacked.UnpackAsync(sidecar.Digest, Store.PathOf(sidecar.Name), default);
        // What packages tell of themselves stands in the way of short texts.
        Directory.Delete(Path.Combine(directory, "var"), recursive: true);
        return new(id, sidecar.Digest);
    }

    private async Task<string> SeeAsync(SysrootView view)
    {
        var result = await RunAsync(view, "find . -mindepth 1 | cut -c3- | LC_ALL=C sort");
        Assert.That(result.ExitCode, Is.Zero, string.Join('\n', result.LastLines));
        return result.Output.Trim().Replace('\n', ' ');
    }

    private async Task<ProcessResult> RunAsync(SysrootView view, string script)
    {
        var support = await IsolationSupport.ProbeAsync(default);
        Assume.That(support.Supported.HasFlag(Isolation.Mounts), "this machine does not allow mount namespaces");
        var target = Directory.CreateDirectory(InTop("sysroot/triple")).FullName;
        return await Runner.RunAsync(ProcessRequest.Of("sh", "-c", script) with { WorkingDirectory = target, Mounts = [view.MountAt(target)] }, default);
    }
}
