using Cake.Aimee.Engines;
using Cake.Aimee.IntegrationTests.Engines;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>An engine, a tiny userland and, for each test, a registry of its own.</summary>
/// <param name="engine">The engine's name.</param>
internal abstract class BranchFixture(string engine = "buildah")
{
    private readonly List<BranchTree> trees = [];
    private TemporaryDirectory directory = null!;

    protected TestEngine Test { get; private set; } = null!;

    protected IEngine Engine => Test.Engine;

    protected RegistryServer Registry { get; private set; } = null!;

    /// <summary>The userland's archive.</summary>
    protected string Userland => Path.Combine(directory.Path, "userland.tar");

    /// <summary>The password that the registry asks for; null when it asks for none.</summary>
    protected virtual string? Password => null;

    [OneTimeSetUp]
    public async Task MakeUserland()
    {
        Test = engine == "docker" ? await Machine.DockerAsync() : Machine.Buildah;
        directory = new TemporaryDirectory();
        await TinyUserland.WriteAsync(Path.Combine(directory.Path, "userland"), Userland);
    }

    [OneTimeTearDown]
    public void RemoveUserland() => directory?.Dispose();

    [SetUp]
    public async Task StartRegistry() => Registry = await RegistryServer.StartAsync(Password);

    [TearDown]
    public async Task EndRegistry()
    {
        if (Registry is not null)
        {
            await Registry.DisposeAsync();
        }

        foreach (var tree in trees)
        {
            tree.Dispose();
        }

        trees.Clear();
        foreach (var image in (await Test.ImagesAsync()).Where(IsOurs))
        {
            await Engine.RemoveAsync(ImageReference.Parse(image), CancellationToken.None);
        }

        Assert.That(await Test.ContainersAsync(), Is.Empty, "containers that were left");
        Assert.That(await Test.ImagesAsync(), Has.None.Contains("<none>"), "images that nothing names, or a registry's name alone");
    }

    /// <summary>A clone with the registry in its config, and names of its own in the engine that all tests share.</summary>
    protected Task<BranchTree> CloneAsync(string branch, string? registry = null, string more = "packages: {}") =>
        KeepAsync(BranchTree.CloneAsync(Test, Userland, branch, registry ?? Registry.Address, $"name-prefix: branches, {more}"));

    protected Task<BranchTree> CloneWithoutRegistryAsync(string branch) =>
        KeepAsync(BranchTree.CloneAsync(Test, Userland, branch, null, "name-prefix: branches"));

    /// <summary>The names that the engine has, those of these tests.</summary>
    protected async Task<string[]> ImagesAsync() =>
        [.. (await Test.ImagesAsync()).Where(IsOurs).Select(image => image.Replace("localhost/", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    protected async Task<EngineImage> ImageAsync(string name) =>
        await Engine.FindAsync(ImageReference.Parse(name), CancellationToken.None) ?? throw new AssertionException($"There is no image {name}.");

    private static bool IsOurs(string image) => image.Contains("branches/", StringComparison.Ordinal) && !image.Contains("<none>", StringComparison.Ordinal);

    private async Task<BranchTree> KeepAsync(Task<BranchTree> cloning)
    {
        var tree = await cloning;
        trees.Add(tree);
        return tree;
    }
}
