using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tests.Images.Gentoo;

namespace Cake.Aimee.IntegrationTests.Images.Gentoo;

/// <summary>The chain of Gentoo on a whole userland, whose packages put a real toolchain in place: the proof compiles.</summary>
[Category("Slow")]
internal sealed class GentooToolchainTests
{
    [Test]
    public async Task A_real_toolchain_is_proved_and_is_in_one_layer()
    {
        await using var store = BuildahStore.Create();
        Require.Program("mmdebstrap", "mmdebstrap");
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        using var work = new TemporaryDirectory();
        using var keys = await GentooKeys.CreateAsync();
        using var mirror = new GentooMirror(keys);
        await mirror.PublishAsync(await GentooUserland.RealAsync(work.Path, keys.Keyring));
        await mirror.PublishSnapshotAsync(await GentooUserland.SnapshotAsync(work.Path), GentooUserland.Day);
        mirror.PublishBinaryPackages();
        using var tree = new GentooTree(store, keys, mirror);

        var made = (await tree.RunAsync("--target=BuildImage")).Succeeded();

        Assert.That(made.Output, Does.Contain($"compiled for {UserTree.Target} and run under qemu-aarch64-static"));
        Assert.That((await tree.FindAsync(GentooTree.Build))?.Layers, Is.EqualTo(1));
        Assert.That(await tree.InAsync(GentooTree.Build, "find /var/cache/distfiles /var/cache/binpkgs /var/cache/binhost -type f"), Is.Empty);
        Assert.That((await tree.RunAsync("--target=BuildImage")).Succeeded().Output, Does.Contain($"{GentooTree.Build}: up to date"));
    }
}
