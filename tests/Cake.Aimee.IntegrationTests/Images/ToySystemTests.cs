using System.Collections.Immutable;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Images.Gentoo;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>A system that a script brings along: nothing of ours knows of it.</summary>
internal sealed class ToySystemTests
{
    internal const string Script =
        """
        sealed class ToySystem : ImageSystem
        {
            public override string Name => "toy";

            public override ImmutableArray<KnownFailure> KnownFailures => [new("out of blocks", "Buy more blocks.")];

            public override Stage3Recipe Stage3(ImageContext context) => new(
                ImmutableSortedDictionary<string, string>.Empty.Add("blocks", "wooden"),
                async (work, token) =>
                {
                    var tar = $"{work.Directory}/stage3.tar";
                    await work.Processes.RunCheckedAsync(ProcessRequest.Of("cp", Environment.GetEnvironmentVariable("TOY_USERLAND"), tar), token);
                    return tar;
                });

            public override ImageRecipe Base(ImageContext context) => new(
            [
                new ImageStep("blocks", "[ ! -e /usr/lib/broken ] || { echo out of blocks; exit 1; }; cat /etc/blocks")
                {
                    Files = [new ImageFile("/etc/blocks", "red\n")],
                },
            ]);

            public override ImageRecipe Cross(ImageContext context) => new(
            [
                new ImageStep(
                    "compilers",
                    $"for name in gcc g++; do sed s/@TARGET@/{context.Target}/ /usr/lib/gentoo/compiler > /usr/bin/{context.Target}-$name; done\n"
                    + $"cp /usr/lib/gentoo/compiler /usr/bin/rustc; chmod +x /usr/bin/rustc /usr/bin/{context.Target}-*\n"
                    + $"mkdir -p /usr/lib/rustlib/{context.Target} {Sysroot(context)}/usr {Sysroot(context)}/lib; echo /usr/lib/rustlib > /usr/lib/gentoo/rustlib\n"
                    + $"ln -s ../lib {Sysroot(context)}/usr/lib; cp /usr/lib/gentoo/target/lib/* {Sysroot(context)}/lib"),
            ]);

            public override ImageRecipe Build(ImageContext context) => new([new ImageStep("tools", "echo hammer > /etc/tools")]);

            public override string Sysroot(ImageContext context) => $"/usr/{context.Target}";
        }
        """;

    [Test]
    public async Task Its_chain_is_made_proved_and_not_made_twice()
    {
        await using var store = BuildahStore.Create();
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        Require.Program("aarch64-linux-gnu-g++", "g++-aarch64-linux-gnu");
        using var work = new TemporaryDirectory();
        using var tree = new UserTree(store, "system: toy");
        await tree.AddScriptAsync();
        tree.Write(
            "build.cake",
            $"""
            #r "{Repository.AddIn}"

            using System.Collections.Immutable;
            using Cake.Aimee.Dsl;
            using Cake.Aimee.Images;
            using Cake.Aimee.Processes;

            {Script}

            AimeeTasks(new AimeeSettings {"{"} Systems = {"{"} new ToySystem() {"}"} {"}"});

            Task("Chain").Does(() => Information(string.Join(" ", AimeeImages().Select(image => image.Layers))));

            RunTargets(Arguments("target", "Doctor"));
            """);
        var userland = ImmutableDictionary<string, string?>.Empty.Add("TOY_USERLAND", await GentooUserland.SmallAsync(work.Path));

        var made = (await tree.CakeAsync(userland, "--target=BuildImage")).Succeeded();
        var again = (await tree.CakeAsync(userland, "--target=BuildImage")).Succeeded();
        var chain = (await tree.CakeAsync(userland, "--target=Chain")).Succeeded();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Output, Does.Contain($"compiled for {UserTree.Target} and run under qemu-aarch64-static"));
            Assert.That(again.Output, Does.Contain("toy/stage3: up to date").And.Contain($"build/build-{UserTree.Target}: up to date"));
            Assert.That(chain.Output, Does.Match(@"(?m)^1 \d+ \d+ 1$"));
            Assert.That(
                (await store.Engine.FindAsync(ImageReference.Parse($"build/build-{UserTree.Target}"), CancellationToken.None))?.Labels[ImageLabels.System],
                Is.EqualTo("toy"));
        }
    }
}
