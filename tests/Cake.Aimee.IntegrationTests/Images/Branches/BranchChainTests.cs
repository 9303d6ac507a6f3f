using System.Collections.Immutable;
using Cake.Aimee.IntegrationTests.Images.Gentoo;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>The whole chain, each image by the job of its own branch: three clones, three machines, one registry.</summary>
internal sealed class BranchChainTests
{
    private const string Cross = $"build/cross-{UserTree.Target}";
    private const string Build = $"build/build-{UserTree.Target}";

    [Test]
    public async Task A_system_of_the_shared_code_is_made_by_three_jobs()
    {
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        Require.Program("aarch64-linux-gnu-g++", "g++-aarch64-linux-gnu");
        using var work = new TemporaryDirectory();
        var userland = ImmutableDictionary<string, string?>.Empty.Add("TOY_USERLAND", await GentooUserland.SmallAsync(work.Path));
        await using var chain = await BranchChain.MakeAsync(
            "toy",
            $"""
            #r

            using System.Collections.Immutable;
            using Cake.Aimee.Dsl;
            using Cake.Aimee.Images;
            using Cake.Aimee.Processes;

            {ToySystemTests.Script}

            var images = new AimeeSettings();
            images.Systems.Add(new ToySystem());
            """,
            userland);
        await ThreeJobsAsync(chain, "toy");
    }

    [Test, Category("Slow")]
    public async Task Debians_chain_is_made_by_three_jobs()
    {
        Require.Program("mmdebstrap", "mmdebstrap");
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        await using var chain = await BranchChain.MakeAsync("debian", "", []);
        await ThreeJobsAsync(chain, "debian");
    }

    private static async Task ThreeJobsAsync(BranchChain chain, string system)
    {
        var (first, one) = await chain.JobAsync("base/main", 11);
        var (second, two) = await chain.JobAsync("cross/main", 12);
        var (third, three) = await chain.JobAsync("build/main", 13);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Output, Does.Match($"{system}/stage3: made in .*\n(.*\n)*build/base: made in "));
            Assert.That(second.Output, Does.Contain($"build/base: pulled {chain.Registry.Address}/build/base:main, {chain.Registry.Digest("build/base", "main")}\n")
                .And.Contain($"compiled for {UserTree.Target} and run under qemu-aarch64-static").And.Not.Contain("build/base: making it"));
            Assert.That(third.Output, Does.Contain($"{Cross}: pulled {chain.Registry.Address}/{Cross}:main, ").And.Contain($"{Build}: pushed to {chain.Registry.Address}/{Build}:main-13, "));

            Assert.That(await ImagesAsync(one), Is.EquivalentTo(new[] { $"{system}/stage3", "build/base" }.SelectMany(name => Tagged(name, 11))));
            Assert.That(await ImagesAsync(two), Is.EquivalentTo(Tagged(Cross, 12).Append("build/base:main")));
            Assert.That(await ImagesAsync(three), Is.EquivalentTo(Tagged(Build, 13).Append($"{Cross}:main")));
            Assert.That(await BranchChain.KeyAsync(two, "build/base:main"), Is.EqualTo(await BranchChain.KeyAsync(one, "build/base:main")));
            Assert.That(await BranchChain.KeyAsync(three, $"{Cross}:main"), Is.EqualTo(await BranchChain.KeyAsync(two, $"{Cross}:main")));
            foreach (var (name, number) in new[] { ("build/base", 11), (Cross, 12), (Build, 13) })
            {
                Assert.That(chain.Registry.Tags(name), Is.EqualTo(new[] { "latest", "main", $"main-{number}" }));
            }
        }
    }

    private static IEnumerable<string> Tagged(string name, int number) => [$"{name}:main", $"{name}:latest", $"{name}:main-{number}"];

    private static async Task<IEnumerable<string>> ImagesAsync(BuildahStore machine) =>
        (await machine.ImagesAsync()).Where(image => !image.Contains("<none>", StringComparison.Ordinal)).Select(image => image.Replace("localhost/", "", StringComparison.Ordinal));
}
