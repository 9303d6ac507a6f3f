using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>Registries that break off while they are pushed to, and tags that move while they are pulled.</summary>
internal sealed class BrokenPushTests : BranchFixture
{
    private const string Base = "branches/build/base";

    [Test]
    public async Task A_registry_that_breaks_off_in_the_middle_of_a_blob_once_gets_it_again()
    {
        await using var proxy = new CuttingProxy(Registry.Address) { Victim = "PATCH /v2/branches/", After = 100_000, Cuts = 1 };
        var tree = await CloneAsync("base/main", proxy.Address);
        await tree.BranchImageAsync("--push");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(proxy.Cut, Is.EqualTo(1));
            Assert.That(Registry.Tags(Base), Is.EqualTo(new[] { "latest", "main" }));
        }
    }

    [Test]
    public async Task A_registry_that_always_does_has_no_tag_in_the_end()
    {
        await using var proxy = new CuttingProxy(Registry.Address) { Victim = "PATCH /v2/branches/", After = 100_000 };
        var tree = await CloneAsync("base/main", proxy.Address);
        tree.Variables["BUILD_NUMBER"] = "7";
        var said = await tree.RefusedAsync("--push");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Does.StartWith($"Pushing {proxy.Address}/branches/toy/stage3:main-7 failed 4 times, the last time so: "));
            Assert.That(Registry.Tags("branches/toy/stage3"), Is.Empty);
            Assert.That(Registry.Tags(Base), Is.Empty);
            Assert.That(await tree.GitAsync("git status --porcelain --untracked-files=no"), Is.Empty);
        }
    }

    [Test]
    public async Task A_registry_that_breaks_off_in_the_second_image_has_moved_no_tag_of_the_first()
    {
        await using var proxy = new CuttingProxy(Registry.Address) { Victim = $"PATCH /v2/{Base}/", After = 0 };
        var tree = await CloneAsync("base/main", proxy.Address);
        tree.Variables["BUILD_NUMBER"] = "8";
        Assert.That(await tree.RefusedAsync("--push"), Does.StartWith($"Pushing {proxy.Address}/{Base}:main-8 failed 4 times"));
        Assert.That(Registry.Tags("branches/toy/stage3"), Is.EqualTo(new[] { "main-8" }), "its build alone");
        Assert.That(Registry.Tags(Base), Is.Empty);
    }

    [Test]
    public async Task A_tag_that_moves_while_it_is_pulled_brings_what_it_stood_for_when_it_was_asked_for()
    {
        var clone = await CloneAsync("base/main");
        var plan = await clone.MakeAsync(ImageKind.Base, Userland, "main");
        var name = new ImageReference($"{Registry.Address}/{Base}", "main");
        var before = await Engine.PushAsync(plan.Reference, name, RegistryAccess.Default, CancellationToken.None);
        await Engine.ImportAsync(Userland, new("branches/newer"), new ImageSettings { Architecture = plan.Settings.Architecture }, CancellationToken.None);

        var moved = "";
        await using var proxy = new CuttingProxy(Registry.Address)
        {
            OnAnswered = async line =>
            {
                if (moved.Length == 0 && line == $"GET /v2/{Base}/manifests/main")
                {
                    moved = await Engine.PushAsync(new("branches/newer"), name, RegistryAccess.Default, CancellationToken.None);
                }
            },
        };
        var tree = await CloneAsync("cross/main", proxy.Address);
        // The toy has no compilers, so its proof fails: after what is before it was pulled.
        Assert.That(await tree.RefusedAsync(), Does.Contain("failed its proof"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved, Is.Not.Empty.And.Not.EqualTo(before));
            Assert.That(Registry.Digest(Base, "main"), Is.EqualTo(moved));
            Assert.That(tree.Events.OfType<ImagePulled>().Single().From.Digest, Is.EqualTo(before));
            Assert.That((await ImageAsync($"{Base}:main")).Digest, Is.EqualTo(before));
        }
    }
}
