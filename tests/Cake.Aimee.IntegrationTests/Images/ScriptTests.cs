using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>The same tasks through <c>dotnet cake</c>, in a tree with a script of its own.</summary>
internal sealed class ScriptTests
{
    private UserTree tree = null!;

    [OneTimeSetUp]
    public async Task Restore()
    {
        tree = new UserTree(Machine.Buildah);
        await tree.AddScriptAsync("""Task("Doctor").Does(() => Information("the script's own Doctor"));""");
    }

    [OneTimeTearDown]
    public void Remove() => tree?.Dispose();

    [Test]
    public async Task It_finds_what_the_host_has_made()
    {
        (await Chain.MadeAsync()).FirstRun.Succeeded();
        var before = await Chain.IdsAsync();
        var cake = (await tree.CakeAsync("--target=CrossImage", "--explain")).Succeeded();
        using (Assert.EnterMultipleScope())
        {
            foreach (var name in Chain.Names[..3])
            {
                Assert.That(cake.Output, Does.Contain($"{name}: up to date"));
            }

            Assert.That(await Chain.IdsAsync(), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_name_that_the_script_has_taken_is_the_scripts() =>
        Assert.That((await tree.CakeAsync("--target=Doctor")).Succeeded().Output, Does.Contain("the script's own Doctor"));

    [Test]
    public async Task A_bad_config_is_told_of_as_in_the_host()
    {
        tree.Write(".builder/bad", "images: {sytem: debian}\n");
        (await tree.CakeAsync("--target=Stage3Image", "--config=bad")).Refused(
            ".builder/bad:1:10: error AIM0030: The key 'sytem' is not known here. Did you mean 'system'?");
    }
}
