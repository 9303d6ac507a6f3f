using System.Collections.Immutable;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>The tasks as a user of the host meets them.</summary>
internal sealed class BranchHostTests
{
    private UserTree tree = null!;

    [SetUp]
    public async Task MakeTree()
    {
        tree = new UserTree(Machine.Buildah, "system: debian, registry: \"127.0.0.1:9\", name-prefix: hosts");
        (await tree.RunInAsync(tree.Path, ["git", "init", "--quiet", "--initial-branch=main"])).Succeeded();
    }

    [TearDown]
    public void Remove() => tree.Dispose();

    [Test]
    public async Task BranchImage_says_what_a_branch_is_that_is_of_no_image() => (await tree.HostAsync("--target=BranchImage", "--no-setup")).Refused(
        "The branch 'main' is no image branch: it has the README and what is common, and no image of its own.", "BuildImage, on any branch.");

    [Test]
    public async Task BranchImage_is_on_the_branch_that_ci_names_and_tells_when_it_asks_again()
    {
        var ci = ImmutableDictionary<string, string?>.Empty.Add("GITHUB_REF_NAME", "cross/topic").Add("GITHUB_RUN_NUMBER", "4");
        var result = (await tree.HostAsync(ci, "--target=BranchImage", "--no-setup")).Refused(
            "Asking for 127.0.0.1:9/hosts/build/base:topic failed 4 times, the last time so: ", "Can 127.0.0.1:9 be reached from here?");
        Assert.That(result.Output, Does.Match("build/base: Asking for 127.0.0.1:9/hosts/build/base:topic failed: .*connection refused; trying again in 4.0 s"));
    }

    [Test]
    public async Task ImageBranches_names_an_identity_that_git_misses()
    {
        var nobody = ImmutableDictionary<string, string?>.Empty.Add("GIT_CONFIG_GLOBAL", "/dev/null").Add("GIT_CONFIG_SYSTEM", "/dev/null").Add("EMAIL", null)
            .Add("GIT_CONFIG_COUNT", "1").Add("GIT_CONFIG_KEY_0", "user.useConfigOnly").Add("GIT_CONFIG_VALUE_0", "true");
        (await tree.HostAsync(nobody, "--target=ImageBranches")).Refused("git config --global user.email");
    }
}
