using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>The same chain by docker, with a daemon of the tests' own.</summary>
internal sealed class DockerChainTests
{
    private DockerDaemon docker = null!;
    private UserTree tree = null!;
    private UserResult made = null!;

    [OneTimeSetUp]
    public async Task Make()
    {
        Require.Program("mmdebstrap", "mmdebstrap");
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        docker = await Machine.DockerAsync();
        tree = new UserTree(docker);
        made = await tree.HostAsync("--target=CrossImage", "--engine=auto", "--no-setup");
    }

    [OneTimeTearDown]
    public void End() => tree?.Dispose();

    [Test]
    public async Task The_cross_image_is_made_and_proved()
    {
        made.Succeeded();
        var cross = await ImageAsync(Chain.Names[2]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Output, Does.Contain($"compiled for {UserTree.Target} and run under qemu-aarch64-static"));
            Assert.That(cross?.Labels[ImageLabels.Target], Is.EqualTo(UserTree.Target));
            Assert.That(await docker.ContainersAsync(), Is.Empty);
            Assert.That(await docker.ImagesAsync(), Has.None.Contains(":step-").And.None.Contains("<none>"));
        }
    }

    [Test]
    public async Task Its_images_have_the_keys_of_buildahs()
    {
        await Chain.MadeAsync();
        foreach (var name in Chain.Names[..3])
        {
            Assert.That((await ImageAsync(name))?.Labels[ImageLabels.Key], Is.EqualTo((await Chain.ImageAsync(name)).Labels[ImageLabels.Key]), name);
        }
    }

    [Test]
    public async Task A_second_run_makes_nothing() => Assert.That(
        (await tree.HostAsync("--target=CrossImage")).Succeeded().Output, Does.Contain($"{Chain.Names[2]}: up to date"));

    [Test, Category("Slow")]
    public async Task The_build_image_is_one_layer()
    {
        (await tree.HostAsync("--target=BuildImage", "--no-setup")).Succeeded();
        Assert.That((await ImageAsync(Chain.Names[3]))?.Layers, Is.EqualTo(1));
        Assert.That(tree.In($"artifacts/images/build-{UserTree.Target}/oci-layout"), Does.Exist);
    }

    private Task<EngineImage?> ImageAsync(string name) => docker.Engine.FindAsync(ImageReference.Parse(name), CancellationToken.None);
}
