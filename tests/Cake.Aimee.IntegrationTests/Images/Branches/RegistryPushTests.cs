using System.Text.Json.Nodes;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>PushImages, and what a push does when the registry breaks off, has another platform's image, or moves a tag.</summary>
[TestFixture("buildah")]
[TestFixture("docker", Category = "Slow")]
internal sealed class RegistryPushTests(string engine) : BranchFixture(engine)
{
    private const string Base = "branches/build/base";
    private static readonly string[] Names = [Base, $"branches/build/cross-{UserTree.Target}", $"branches/build/build-{UserTree.Target}"];

    [Test]
    public async Task PushImages_copies_the_chain_and_pushes_it_twice_without_change()
    {
        var tree = await ChainAsync();
        await tree.PushImagesAsync();
        var digests = Names.Select(name => Registry.Digest(name, "latest")).ToList();
        await tree.PushImagesAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names.Select(name => Registry.Digest(name, "latest")), Is.EqualTo(digests));
            Assert.That(tree.Events.OfType<ImagePushed>().Select(pushed => pushed.Digest), Is.EqualTo(digests.Concat(digests)));
            Assert.That(await RawAsync($"{Registry.Address}/{Base}:latest"), Does.Not.ContainKey("manifests"), "no index without need");
        }
    }

    [Test]
    public async Task Machines_of_several_kinds_push_under_one_name_which_becomes_an_index()
    {
        // Docker 20.10 takes every userland for one of its own machine.
        var other = new ImageReference("elsewhere/base");
        await Machine.Buildah.Engine.ImportAsync(Userland, other, new ImageSettings { Architecture = "s390x" }, CancellationToken.None);
        var theirs = await Machine.Buildah.Engine.PushAsync(other, new($"{Registry.Address}/{Base}"), RegistryAccess.Default, CancellationToken.None);
        await Machine.Buildah.Engine.RemoveAsync(other, CancellationToken.None);

        var tree = await ChainAsync();
        await tree.PushImagesAsync();
        var first = await IndexAsync();
        await tree.PushImagesAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Keys, Is.EquivalentTo(new[] { "linux/s390x", Ours }));
            Assert.That(first["linux/s390x"], Is.EqualTo(theirs), "it is still there");
            Assert.That(await IndexAsync(), Is.EqualTo(first));
        }

        // Each machine gets its own.
        var pulled = await Engine.PullAsync(
            new($"{Registry.Address}/{Base}"), Registry.Digest(Base, "latest"), new("branches/pulled"), RegistryAccess.Default, CancellationToken.None);
        Assert.That(pulled.Id, Is.EqualTo((await ImageAsync(Base)).Id));
    }

    [Test]
    public async Task Nothing_is_pushed_as_long_as_an_image_is_missing()
    {
        var tree = await CloneAsync("base/main");
        await tree.MakeAsync(ImageKind.Base, Userland);
        Assert.That(await BranchTree.MessageAsync(tree.PushImagesAsync), Does.StartWith($"Nothing was pushed. {Engine.Name} has no image {Names[1]}:latest: run the task CrossImage."));
        Assert.That(Registry.Tags(Base), Is.Empty);
    }

    private static string Ours => $"linux/{Cake.Aimee.Targets.TargetTriple.Host.Oci.Architecture}";

    private async Task<BranchTree> ChainAsync()
    {
        var tree = await CloneAsync("main");
        foreach (var kind in new[] { ImageKind.Base, ImageKind.Cross, ImageKind.Build })
        {
            await tree.MakeAsync(kind, Userland);
        }

        return tree;
    }

    private async Task<Dictionary<string, string>> IndexAsync() => (await RawAsync($"{Registry.Address}/{Base}:latest"))["manifests"]!.AsArray()
        .ToDictionary(image => $"{image!["platform"]!["os"]}/{image["platform"]!["architecture"]}", image => (string)image!["digest"]!);

    private async Task<JsonObject> RawAsync(string name) =>
        JsonNode.Parse(await Test.Runner.OutputAsync("skopeo", "inspect", "--raw", "--tls-verify=false", $"docker://{name}"))!.AsObject();
}
