using System.Collections.Immutable;
using Cake.Aimee.Engines;
using Cake.Aimee.IntegrationTests.Engines;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Commands;

/// <summary>Squash, Flatten and Layers as users call them, on an image out of an engine.</summary>
[TestFixture]
internal sealed class SquashTests
{
    private static readonly ImageReference Image = new("test/layered");
    private BuildahStore store = null!;
    private UserTree tree = null!;

    [OneTimeSetUp]
    public async Task MakeImage()
    {
        store = BuildahStore.Create();
        tree = new UserTree(store);
        await TinyUserland.WriteAsync(Path.Combine(tree.Path, "userland"), Path.Combine(tree.Path, "userland.tar"));
        await store.Engine.ImportAsync(Path.Combine(tree.Path, "userland.tar"), Image, new ImageSettings(), CancellationToken.None);
        var container = await store.Engine.StartAsync(Image, "test-layered", [], CancellationToken.None);
        await using (container)
        {
            await container.RunAsync(new ContainerRun("echo new > /etc/new; rm /etc/group"), CancellationToken.None);
            await container.CommitAsync(Image, new ImageSettings { Command = ["/bin/sh"] }, CancellationToken.None);
        }
    }

    [OneTimeTearDown]
    public async Task RemoveImage()
    {
        tree?.Dispose();
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    [Test]
    public async Task An_engines_image_becomes_one_layer_and_goes_back_into_the_engine()
    {
        var said = (await tree.HostAsync(
            "--target=Squash", $"--input=buildah:{Image}", "--output=flat.tar", "--format=docker-archive", "--name=test/flat:latest")).Succeeded();
        Assert.That(said.Output, Does.Contain("2 layers of"));

        var flat = await store.Engine.LoadAsync(Path.Combine(tree.Path, "flat.tar"), new ImageReference("test/flat"), CancellationToken.None);
        Assert.That(flat.Layers, Is.EqualTo(1));
        var container = await store.Engine.StartAsync(new ImageReference("test/flat"), "test-flat", [], CancellationToken.None);
        await using (container)
        {
            var run = await container.RunAsync(new ContainerRun("cat /etc/new; test ! -e /etc/group"), CancellationToken.None);
            Assert.That((run.ExitCode, run.Output.Trim()), Is.EqualTo((0, "new")));
        }
    }

    [Test]
    public async Task What_a_killed_squash_left_is_cleared_by_the_next()
    {
        string[] arguments = ["--target=Squash", $"--input=buildah:{Image}", "--output=killed"];
        string[] Left() => Directory.GetDirectories(tree.Path, ".killed.*");
        using (var run = tree.StartHost(arguments))
        {
            var end = run.EndAsync();
            while (Left() is [] && !end.IsCompleted)
            {
                await Task.Delay(1);
            }

            await run.SignalAsync("KILL");
            await end;
        }

        Assert.That(Left(), Has.Length.EqualTo(1));
        (await tree.HostAsync(arguments)).Succeeded();
        Assert.That(Left(), Is.Empty);
        Assert.That(File.Exists(Path.Combine(tree.Path, "killed", "index.json")));
    }

    [Test]
    public async Task A_flat_archive_is_what_tar_reads()
    {
        (await tree.HostAsync("--target=Flatten", $"--input=buildah:{Image}", "--output=root.tar")).Succeeded();
        var list = await tree.RunInAsync(tree.Path, ["tar", "--list", "--file", "root.tar"]);
        Assert.That(list.Output.Split('\n').Select(name => name.TrimStart('.', '/')), Does.Contain("etc/new").And.Not.Contain("etc/group"));
    }

    [Test]
    public async Task Layers_says_what_is_wasted() => Assert.That(
        (await tree.HostAsync("--target=Layers", $"--input=buildah:{Image}")).Succeeded().Output, Does.Contain("are wasted"));

    [Test]
    public async Task A_script_squashes_with_the_alias()
    {
        using var other = new UserTree(store);
        await other.AddScriptAsync(
            $$"""
            Task("Flat").Does(() => {
                var result = AimeeSquash("buildah:{{Image}}", "layout");
                Information("squashed {0}", result.Images[0].DiffIds.Length);
            });
            """);
        Assert.That((await other.CakeAsync("--target=Flat")).Succeeded().Output, Does.Contain("squashed 1"));
        Assert.That(File.Exists(Path.Combine(other.Path, "layout", "index.json")));
    }

    [Test]
    public async Task What_is_missing_or_no_image_is_told_in_a_sentence()
    {
        var missing = await tree.HostAsync("--target=Squash", "--input=nowhere.tar", "--output=flat");
        var unnamed = await tree.HostAsync("--target=Squash", "--output=flat");
        var unknown = await tree.HostAsync("--target=Squash", "--input=buildah:test/none", "--output=flat");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(missing.Output, Does.Contain("nowhere.tar"));
            Assert.That(unnamed.Output, Does.Contain("--input is missing"));
            Assert.That(unknown.Output, Does.Contain("test/none"));
            Assert.That(new[] { missing, unnamed, unknown }.Select(result => result.ExitCode), Is.All.EqualTo(1));
            Assert.That(Directory.Exists(Path.Combine(tree.Path, "flat")), Is.False);
        }
    }

    [Test]
    public async Task Without_the_library_of_zstd_the_way_out_is_told_and_nothing_is_written()
    {
        tree.Write("no-zstd/libzstd.so.1", "");
        var result = await tree.HostAsync(
            ImmutableDictionary<string, string?>.Empty.Add("LD_LIBRARY_PATH", tree.In("no-zstd")),
            "--target=Squash", $"--input=buildah:{Image}", "--output=compressed", "--compression=zstd");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Does.Contain("install the package libzstd1 (apt-get install libzstd1), or choose gzip."));
            Assert.That(Directory.GetFileSystemEntries(tree.Path, "*compressed*"), Is.Empty);
        }
    }
}
