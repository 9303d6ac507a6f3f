using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tests.Images.Gentoo;

namespace Cake.Aimee.IntegrationTests.Images.Gentoo;

/// <summary>The chain of Gentoo on a whole userland, whose packages put a real toolchain in place: the proof compiles.</summary>
[Category("Slow")]
internal sealed class GentooToolchainTests
{
    private TemporaryDirectory work = null!;
    private BuildahStore store = null!;
    private GentooKeys keys = null!;
    private GentooMirror mirror = null!;

    [OneTimeSetUp]
    public async Task Publish()
    {
        store = BuildahStore.Create();
        Require.Program("mmdebstrap", "mmdebstrap");
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        work = new();
        keys = await GentooKeys.CreateAsync();
        mirror = new(keys);
        await mirror.PublishAsync(await GentooUserland.RealAsync(work.Path, keys.Keyring));
        await mirror.PublishSnapshotAsync(await GentooUserland.SnapshotAsync(work.Path), GentooUserland.Day);
        mirror.PublishBinaryPackages();
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        mirror?.Dispose();
        keys?.Dispose();
        work?.Dispose();
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    /// <summary>On an image of glibc both; for musl, that C, C++ and Rust are linked with musl and run by it.</summary>
    [TestCase(UserTree.Target, "glibc-2.41-r6")]
    [TestCase("aarch64-unknown-linux-musl", "musl-1.2.5-r3")]
    public async Task A_real_toolchain_is_proved_and_is_in_one_layer(string target, string library)
    {
        using var tree = new GentooTree(store, keys, mirror, target: target);
        var build = $"build/build-{target}";

        var made = (await tree.RunAsync("--target=BuildImage")).Succeeded();

        Assert.That(made.Output, Does.Contain($"compiled for {target} and run under qemu-aarch64-static"));
        Assert.That(tree.Commands, Is.SupersetOf(new[] { $"built cross-{target}/{library}", $"built sys-libs/{library}", $"built cross-{target}/rust-std-1.94.1" }));
        Assert.That((await tree.FindAsync(build))?.Layers, Is.EqualTo(1));
        Assert.That(await tree.InAsync(build, "find /var/cache/distfiles /var/cache/binpkgs /var/cache/binhost -type f"), Is.Empty);
        Assert.That((await tree.RunAsync("--target=BuildImage")).Succeeded().Output, Does.Contain($"{build}: up to date"));
    }
}
