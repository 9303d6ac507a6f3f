using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>Each branch makes its own images; what comes before them is pulled. By both engines, with a real registry.</summary>
[TestFixture("buildah")]
[TestFixture("docker")]
internal sealed class BranchImageTests(string engine) : BranchFixture(engine)
{
    private const string Cross = $"branches/build/cross-{UserTree.Target}";
    private const string Build = $"branches/build/build-{UserTree.Target}";

    [Test]
    public async Task Base_makes_stage3_and_base_and_tags_them_with_the_sub_branch_and_the_build()
    {
        var tree = await CloneAsync("base/main");
        await tree.GitAsync("git checkout --quiet --detach");
        tree.Variables["CI_COMMIT_BRANCH"] = "base/main";
        tree.Variables["CI_PIPELINE_IID"] = "123";

        await tree.BranchImageAsync("--push");

        var image = await ImageAsync("branches/build/base:main");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (await ImagesAsync()).Where(name => !name.Contains(Registry.Address)),
                Is.EquivalentTo(new[] { "branches/build/base", "branches/toy/stage3" }.SelectMany(name => new[] { $"{name}:main", $"{name}:latest", $"{name}:main-123" })));
            Assert.That((await ImageAsync("branches/build/base:latest")).Id, Is.EqualTo(image.Id));
            foreach (var name in new[] { "branches/build/base", "branches/toy/stage3" })
            {
                Assert.That(Registry.Tags(name), Is.EqualTo(new[] { "latest", "main", "main-123" }));
                Assert.That(new[] { "latest", "main-123" }.Select(tag => Registry.Digest(name, tag)), Has.All.EqualTo(Registry.Digest(name, "main")));
            }

            Assert.That(image.Labels[ImageLabels.Key], Is.EqualTo((await tree.PlanAsync(ImageKind.Base)).Key));
            Assert.That(
                tree.Events.OfType<ImagePushed>().Select(pushed => $"{pushed.Destination} {pushed.Digest}"),
                Does.Contain($"{Registry.Address}/branches/build/base:main {Registry.Digest("branches/build/base", "main")}"));
        }
    }

    [Test]
    public async Task Another_sub_branch_is_not_latest_and_is_not_pushed_unasked()
    {
        await (await CloneAsync("base/feature")).BranchImageAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ImagesAsync(), Is.EqualTo(new[] { "branches/build/base:feature", "branches/toy/stage3:feature" }));
            Assert.That(Registry.Tags("branches/build/base"), Is.Empty);
        }
    }

    [Test]
    public async Task Build_is_made_from_the_cross_image_of_its_sub_branch_or_else_of_main()
    {
        await PublishAsync(ImageKind.Cross, "main", "feature");
        foreach (var (sub, from) in new[] { ("feature", "feature"), ("other", "main") })
        {
            var tree = await CloneAsync($"build/{sub}");
            await tree.BranchImageAsync("--push");

            var image = await ImageAsync($"{Build}:{sub}");
            var digest = Registry.Digest(Cross, from);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(tree.Events.OfType<ImagePulled>().Single().From, Is.EqualTo(new PulledImage(new($"{Registry.Address}/{Cross}", from), digest)));
                Assert.That(image.Labels[ImageLabels.BaseName], Is.EqualTo($"{Registry.Address}/{Cross}:{from}"));
                Assert.That(image.Labels[ImageLabels.BaseDigest], Is.EqualTo(digest));
                Assert.That(image.Labels[ImageLabels.Key], Is.EqualTo((await tree.PlanAsync(ImageKind.Build)).Key), "the key of one whose chain was made here");
                Assert.That(tree.Events.OfType<ImageReady>().Select(ready => ready.Image), Is.EqualTo(new[] { $"build/build-{UserTree.Target}" }), "nothing else is made");
                Assert.That(Registry.Tags(Build), Does.Contain(sub).And.Not.Contain("latest"));
            }

            tree.Events.Clear();
            await tree.BranchImageAsync("--push");
            Assert.That(tree.Events.OfType<ImageReady>().Single().Elapsed, Is.Null, "it is up to date");
        }
    }

    [Test]
    public async Task A_pull_that_is_broken_off_is_begun_again()
    {
        await PublishAsync(ImageKind.Cross, "main");
        await using var proxy = new CuttingProxy(Registry.Address) { Victim = "GET /v2/branches/build/", After = 0, Cuts = 1 };
        var tree = await CloneAsync("build/main", proxy.Address);
        await tree.BranchImageAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(proxy.Cut, Is.EqualTo(1));
            Assert.That(await ImagesAsync(), Does.Contain($"{Build}:main"));
        }
    }

    /// <summary>Puts an image into the registry as its branch would, and leaves nothing of it in the engine.</summary>
    private async Task PublishAsync(ImageKind kind, params string[] tags)
    {
        var tree = await CloneAsync("base/main");
        foreach (var tag in tags)
        {
            var plan = await tree.MakeAsync(kind, Userland, tag);
            await Engine.PushAsync(plan.Reference, new($"{Registry.Address}/{plan.Reference.Repository}", tag), RegistryAccess.Default, CancellationToken.None);
            await Engine.RemoveAsync(plan.Reference, CancellationToken.None);
        }
    }
}
