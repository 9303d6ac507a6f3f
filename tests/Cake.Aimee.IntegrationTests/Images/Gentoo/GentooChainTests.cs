using System.Security.Cryptography;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tests.Images.Gentoo;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.IntegrationTests.Images.Gentoo;

/// <summary>The chain of Gentoo by buildah: a mirror on the loopback, and a userland whose programs check what they are told.</summary>
internal sealed partial class GentooChainTests
{
    private static readonly string[] Names = ["gentoo/stage3", "build/base", GentooTree.Cross, GentooTree.Build];
    private TemporaryDirectory work = null!;
    private BuildahStore store = null!;
    private GentooKeys keys = null!;
    private GentooMirror mirror = null!;
    private GentooTree tree = null!;
    private UserResult made = null!;
    private string userland = null!;

    [OneTimeSetUp]
    public async Task Make()
    {
        store = BuildahStore.Create();
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        Require.Program("aarch64-linux-gnu-g++", "g++-aarch64-linux-gnu");
        work = new();
        keys = await GentooKeys.CreateAsync();
        mirror = new(keys);
        userland = await GentooUserland.SmallAsync(work.Path, keys.Keyring);
        await mirror.PublishAsync(userland);
        await mirror.PublishSnapshotAsync(await GentooUserland.SnapshotAsync(work.Path), GentooUserland.Day);
        mirror.PublishBinaryPackages("dev-lang/rust-1.94.1-r2");
        tree = new(store, keys, mirror);
        made = await tree.RunAsync("--target=BuildImage");
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        tree?.Dispose();
        mirror?.Dispose();
        keys?.Dispose();
        work?.Dispose();
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    [Test]
    public async Task It_succeeds_and_proves_the_toolchain()
    {
        made.Succeeded();
        Assert.That(made.Output, Does.Contain($"compiled for {UserTree.Target} and run under qemu-aarch64-static"));
        foreach (var name in Names)
        {
            Assert.That((await tree.FindAsync(name))?.Labels[ImageLabels.System], Is.EqualTo("gentoo"), name);
        }

        Assert.That((await tree.FindAsync(GentooTree.Build))?.Layers, Is.EqualTo(1));
        Assert.That(await store.ImagesAsync(), Has.Length.EqualTo(4).And.None.Contains("step-"));
    }

    [Test]
    public async Task The_commands_are_those_of_gentoo()
    {
        made.Succeeded();
        Verified.Matches((await tree.InAsync(GentooTree.Build, "cat /var/log/commands")).Replace(mirror.Address, "MIRROR"), "Gentoo.commands");
    }

    [Test]
    public async Task A_second_run_does_nothing()
    {
        made.Succeeded();
        var (ids, commands, questions) = (await IdsAsync(), tree.Commands, mirror.Questions.Count());
        var second = (await tree.RunAsync("--target=BuildImage", "--explain")).Succeeded();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names.Where(name => !second.Output.Contains($"{name}: up to date", StringComparison.Ordinal)), Is.Empty);
            Assert.That(await IdsAsync(), Is.EqualTo(ids));
            Assert.That(tree.Commands, Is.EqualTo(commands));
            Assert.That(mirror.Questions.Count(), Is.EqualTo(questions));
        }
    }

    [Test]
    public async Task The_stage3_is_the_tarball_as_it_is()
    {
        made.Succeeded();
        await using var tar = File.OpenRead(userland);
        Assert.That(await tree.LayersAsync(Names[0]), Is.EqualTo(new[] { $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(tar))}" }));
        Assert.That(await tree.InAsync(Names[0], "stat -c '%u:%g' /etc/news; ls -l /var/odd | cut -c 1; cat /etc/portage/make.conf"), Does.StartWith("250:250\nc\nCHOST="));
    }

    [Test]
    public async Task Caches_outlive_the_images_and_are_in_no_layer()
    {
        made.Succeeded();
        foreach (var name in Names)
        {
            Assert.That(await tree.InAsync(name, "find /var/cache /mnt -type f"), Is.Empty, name);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tree.In("sources/distfiles/binutils-2.44.tar"), Does.Exist);
            Assert.That(tree.In("sources/binhost/aimee/rust-1.94.1-r2.gpkg.tar"), Does.Exist, "what comes from Gentoo's binhost");
            Assert.That(Directory.GetFiles(tree.In($"artifacts/binpkgs/x86_64-unknown-linux-gnu/cross-{UserTree.Target}/gcc")), Has.Length.EqualTo(2), "gcc of both stages");
            Assert.That(Directory.GetFiles(tree.In($"artifacts/binpkgs/{UserTree.Target}/sys-libs/glibc")), Has.Length.EqualTo(1), "the target's own");
        }
    }

    [Test]
    public async Task The_settings_are_files_of_their_own() => Assert.That(
        await tree.InAsync(Names[1], "cd /etc/portage; find . -type f | grep -v gnupg | sort; cat make.conf/aimee"),
        Is.EqualTo(
            $"""
            ./binrepos.conf/aimee.conf
            ./binrepos.conf/gentoobinhost.conf
            ./make.conf/00-stage3
            ./make.conf/aimee
            ./package.accept_keywords/aimee
            ./repos.conf/aimee.conf
            ./repos.conf/eselect-repo.conf
            GENTOO_MIRRORS="{mirror.Address}"

            """));

    [Test]
    public async Task A_pinned_stamp_and_day_make_the_same_image_again_whatever_is_newest()
    {
        made.Succeeded();
        var other = new TemporaryDirectory();
        using var pinned = new GentooTree(store, keys, mirror, "pinned");
        pinned.Configure($"stamp: {GentooMirror.Stamp}", $"snapshot: \"{GentooUserland.Day}\"");
        (await pinned.RunAsync("--target=BaseImage")).Succeeded();
        var first = (Layers: await pinned.LayersAsync(Names[0]), (await pinned.FindAsync(Names[0]))!.Labels[ImageLabels.Key]);

        // Another stage3 is the newest now; the images go, and what was downloaded.
        await mirror.PublishAsync(await GentooUserland.SmallAsync(other.Path, keys.Keyring), "20260510T164604Z");
        try
        {
            foreach (var name in Names[..2])
            {
                await store.Engine.RemoveAsync(new($"pinned/{name}"), CancellationToken.None);
            }

            Directory.Delete(pinned.In("sources"), recursive: true);
            (await pinned.RunAsync("--target=BaseImage")).Succeeded();
            Assert.That((await pinned.LayersAsync(Names[0]), (await pinned.FindAsync(Names[0]))!.Labels[ImageLabels.Key]), Is.EqualTo(first));
            Assert.That(pinned.Commands, Does.Contain($"emerge-webrsync --revert={GentooUserland.Day}"));
        }
        finally
        {
            other.Dispose();
            await mirror.PublishAsync(userland);
            await RemoveAsync("pinned");
        }
    }

    [Test]
    public async Task Doctor_and_plan_tell_what_would_be_used()
    {
        var doctor = (await tree.RunAsync("--target=Doctor")).Succeeded();
        var plan = (await tree.RunAsync("--target=GentooPlan")).Succeeded();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(doctor.Output, Does.Contain($"mirror     {mirror.Address}{GentooMirror.Pointer} answers: the newest is {GentooMirror.Stamp}, well signed"));
            Assert.That(doctor.Output, Does.Contain($"keyring    {keys.Keyring}: every key in it is trusted ("));
            Assert.That(plan.Output, Does.Contain($"crossdev --show-fail-log --portage --usepkg -s4 --stable --gcc '~14.3.0' --target {UserTree.Target}\n"));
            Assert.That(plan.Output, Does.Contain($"=== {GentooTree.Build}:latest, made from {GentooTree.Cross}:latest\n"));
        }
    }

    [Test]
    public async Task Overlays_and_the_whole_system_of_the_target_come_by_the_config()
    {
        made.Succeeded();
        mirror.Files["/mine.tar"] = await GentooUserland.OverlayAsync(work.Path);
        using var mine = await BorrowAsync("mine", Names[..1]);
        mine.Configure(more: $"overlays: {"{"}mine: {mirror.Address}/mine.git{"}"}, target-system: true", packages: "base: [app-misc/mine]");
        (await mine.RunAsync("--target=CrossImage")).Succeeded();
        Assert.That(
            mine.Commands,
            Is.SupersetOf(new[]
            {
                $"eselect repository add mine git {mirror.Address}/mine.git", "emaint sync --repo mine", "built app-misc/mine-1", "built sys-apps/busybox-1.36.1",
            }));
    }

    [Test]
    public async Task The_versions_of_the_config_are_those_that_are_built()
    {
        made.Succeeded();
        using var chosen = await BorrowAsync("versions");
        chosen.Configure(versions: "binutils: 2.45, gcc: 15.2.0, headers: 6.6, libc: 2.41-r6, rust: 1.93.1");
        (await chosen.RunAsync("--target=CrossImage")).Succeeded();
        var category = $"cross-{UserTree.Target}";
        Assert.That(chosen.Commands.Where(line => line.StartsWith("built ", StringComparison.Ordinal)).Distinct(), Is.EquivalentTo(new[]
        {
            $"built {category}/binutils-2.45", $"built {category}/gcc-15.2.0", $"built {category}/linux-headers-6.6", $"built {category}/glibc-2.41-r6",
            "built sys-apps/baselayout-2.18", "built sys-libs/glibc-2.41-r6", "built dev-lang/rust-1.93.1", $"built {category}/rust-std-1.93.1",
        }));
    }

    private async Task<string[]> IdsAsync() => [.. (await Task.WhenAll(Names.Select(tree.FindAsync))).Select(image => image!.Id)];

    /// <summary>A tree of its own that begins with images of the whole chain.</summary>
    private async Task<GentooTree> BorrowAsync(string prefix, params string[] names)
    {
        await RemoveAsync(prefix);
        foreach (var name in names.Length > 0 ? names : Names[..2])
        {
            await store.Runner.OutputAsync("buildah", "tag", $"localhost/{name}:latest", $"localhost/{prefix}/{name}:latest");
        }

        return new(store, keys, mirror, prefix);
    }

    [TearDown]
    public async Task RemoveBorrowed()
    {
        foreach (var prefix in new[] { "killed", "broken", "tools", "unsigned", "mine", "versions", "unknown" })
        {
            await RemoveAsync(prefix);
        }
    }

    private async Task RemoveAsync(string prefix)
    {
        foreach (var image in (await store.ImagesAsync()).Where(image => image.StartsWith($"localhost/{prefix}/", StringComparison.Ordinal)))
        {
            await store.Engine.RemoveAsync(Cake.Aimee.Engines.ImageReference.Parse(image), CancellationToken.None);
        }
    }
}
