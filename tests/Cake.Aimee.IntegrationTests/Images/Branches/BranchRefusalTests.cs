using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>What bad input gets: a word that names the thing and the way out, no image, and a working tree as it was.</summary>
internal sealed class BranchRefusalTests : BranchFixture
{
    private const string Base = "branches/build/base";
    private const string Cross = $"branches/build/cross-{UserTree.Target}";
    private BranchTree tree = null!;

    [TearDown]
    public async Task NothingIsTaggedOrChanged()
    {
        Assert.That(await ImagesAsync(), Is.Empty, "images");
        Assert.That(Registry.Tags(Cross), Is.Empty, "tags");
        Assert.That(await tree.GitAsync("git status --porcelain"), Is.Empty, "the working tree");
    }

    [TestCase("main", "The branch 'main' is no image branch: it has the README and what is common, and no image of its own.\n")]
    [TestCase("lib/main", "The branch 'lib/main' is no image branch: it holds the code that the image branches share, and no image.\n")]
    [TestCase("crss/main", "The branch 'crss/main' is no image branch: there is no image 'crss'. Did you mean 'cross/main'?\n")]
    [TestCase("topic", "The branch 'topic' is no image branch: its name has another form.\n")]
    [TestCase("cross", "The branch 'cross' is no image branch: it lacks its sub-branch; 'cross/main' would be one.\n")]
    [TestCase("cross/a/b", "'a/b' can not be a sub-branch: it is the tag of its images")]
    [TestCase("cross/latest", "'latest' can not be a sub-branch: 'latest' is the tag of the newest images of 'main'")]
    public async Task A_branch_that_is_of_no_image(string branch, string message)
    {
        tree = await CloneAsync(branch);
        var said = await tree.RefusedAsync();
        Assert.That(said, Does.StartWith(message));
        Assert.That(said, message.EndsWith('\n') ? Does.Contain("BranchImage is for base/<sub> (stage3 and base), cross/<sub> and build/<sub>, which ImageBranches makes.") : Does.Not.Contain("\n"));
    }

    [Test]
    public async Task A_detached_head_that_no_ci_names()
    {
        tree = await CloneAsync("cross/main");
        await tree.GitAsync("git checkout --quiet --detach");
        Assert.That(await tree.RefusedAsync(), Does.StartWith($"No branch is checked out in {tree.Path}, and no variable of a CI names one").And.EndWith("git switch cross/main"));
    }

    [Test]
    public async Task A_lib_that_is_a_file_or_another_branchs_working_tree()
    {
        tree = await CloneAsync("base/main");
        await tree.GitAsync("git branch lib/main; git branch lib/other; echo /lib > .git/info/exclude; echo x > lib");
        Assert.That(await tree.RefusedAsync(), Does.StartWith($"{tree.Path}/lib is a file; the image branches of 'main' want the branch lib/main checked out there."));
        await tree.GitAsync("rm lib; git worktree add --quiet lib lib/other");
        Assert.That(await tree.RefusedAsync(), Does.StartWith($"{tree.Path}/lib is the working tree of the branch lib/other; "));
    }

    [Test]
    public async Task No_registry_in_the_config()
    {
        tree = await CloneWithoutRegistryAsync("cross/main");
        Assert.That(await tree.RefusedAsync(), Is.EqualTo(
            "There is no registry to push to and to pull from. Name one in the config: 'images: {registry: registry.example.org}'."));
    }

    [Test]
    public async Task An_image_before_that_no_registry_has()
    {
        tree = await CloneAsync("cross/feature");
        Assert.That(await tree.RefusedAsync("--push"), Is.EqualTo(
            $"The image build/base that comes before is in no registry: there is no {Registry.Address}/{Base}:feature; there is no {Registry.Address}/{Base}:main.\n"
            + "It is made and pushed by 'dotnet cake --target=BranchImage --push' on the branch base/feature or base/main."));
    }

    [Test]
    public async Task An_image_before_that_is_for_another_machine()
    {
        tree = await CloneAsync("cross/main");
        await PublishAsync(architecture: "s390x");
        Assert.That(await tree.RefusedAsync(), Does.StartWith(
            $"The image build/base that comes before is in no registry: {Registry.Address}/{Base}:main is for linux/s390x, not for linux/"));
    }

    [Test]
    public async Task An_image_before_that_is_not_what_the_config_asks_for()
    {
        await PublishAsync();
        tree = await CloneAsync("cross/main", more: "packages: {base: [blue]}");
        Assert.That(await tree.RefusedAsync(), Is.EqualTo(
            $"{Registry.Address}/{Base}:main is not what the config of this branch asks for: step 'blocks' changed.\n"
            + "Make and push it anew on the branch base/main, or take that branch's configs here."));
    }

    [Test]
    public async Task A_registry_that_can_not_be_reached()
    {
        string gone;
        await using (var proxy = new CuttingProxy(Registry.Address))
        {
            gone = proxy.Address;
        }

        tree = await CloneAsync("cross/main", gone);
        var said = await tree.RefusedAsync();
        Assert.That(said, Does.StartWith($"Asking for {gone}/{Base}:main failed 4 times, the last time so: ").And.Contain("connection refused"));
        Assert.That(said, Does.Contain($"Can {gone} be reached from here?"));
        Assert.That(tree.Events.OfType<RegistryFailed>().Select(failed => failed.Delay / BranchTree.FirstDelay), Is.EqualTo(new[] { 1, 2, 4 }));
    }

    // Buildah has some patience of its own with this.
    [Test, Category("Slow")]
    public async Task A_registry_that_always_breaks_off_in_the_middle_of_a_blob()
    {
        await PublishAsync();
        await using var proxy = new CuttingProxy(Registry.Address) { Victim = $"GET /v2/{Base}/blobs/", After = 50_000 };
        tree = await CloneAsync("cross/main", proxy.Address);
        var said = await tree.RefusedAsync();
        Assert.That(said, Does.StartWith($"Pulling {proxy.Address}/{Base}:main failed 4 times, the last time so: ").And.EndWith("run the same command: what it has already got is not sent twice."));
        Assert.That(proxy.Cut, Is.GreaterThanOrEqualTo(4));
    }

    [Test]
    public async Task An_image_that_went_after_its_tag_was_asked_for()
    {
        var digest = await PublishAsync();
        await using var proxy = new CuttingProxy(Registry.Address)
        {
            OnRequest = line =>
            {
                // The first manifest that is asked for by digest and by the engine: the registry has collected its garbage.
                if (line.StartsWith($"GET /v2/{Base}/blobs/", StringComparison.Ordinal) && Registry.Has(Base, digest))
                {
                    Registry.Forget(Base, digest);
                }

                return Task.CompletedTask;
            },
        };
        tree = await CloneAsync("cross/main", proxy.Address);
        Assert.That(await tree.RefusedAsync(), Is.EqualTo(
            $"{proxy.Address}/{Base}:main stood for {digest} when the registry was asked, and the registry has that no more: the tag moved meanwhile. Run the same command again."));
    }

    private async Task<string> PublishAsync(string? architecture = null)
    {
        var clone = await CloneAsync("base/main");
        var plan = await clone.MakeAsync(ImageKind.Base, Userland, "main", architecture);
        var digest = await Engine.PushAsync(plan.Reference, new($"{Registry.Address}/{Base}", "main"), RegistryAccess.Default, CancellationToken.None);
        await Engine.RemoveAsync(plan.Reference, CancellationToken.None);
        return digest;
    }
}
