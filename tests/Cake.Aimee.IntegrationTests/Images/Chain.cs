using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>The whole chain by buildah, made once by the host as a user makes it, and shared by the tests.</summary>
internal sealed class Chain : IAsyncDisposable
{
    /// <summary>The names of its images, first to last.</summary>
    public static readonly string[] Names =
        ["debian/stage3", "build/base", $"build/cross-{UserTree.Target}", $"build/build-{UserTree.Target}"];

    private static readonly Lazy<Task<Chain>> One = new(MakeAsync);

    private Chain(UserTree tree, UserResult firstRun) => (Tree, FirstRun) = (tree, firstRun);

    /// <summary>The tree that it was made in.</summary>
    public UserTree Tree { get; }

    /// <summary>What the user saw of it.</summary>
    public UserResult FirstRun { get; }

    /// <summary>The chain, made when it is first asked for.</summary>
    public static Task<Chain> MadeAsync() => One.Value;

    /// <summary>An image of the store, which has to be there.</summary>
    public static async Task<EngineImage> ImageAsync(string name) =>
        await Machine.Buildah.Engine.FindAsync(ImageReference.Parse(name), CancellationToken.None)
        ?? throw new AssertionException($"There is no image {name}.");

    /// <summary>The identifiers of all its images.</summary>
    public static async Task<string[]> IdsAsync() => [.. (await Task.WhenAll(Names.Select(ImageAsync))).Select(image => image.Id)];

    /// <summary>Names an image of the chain a second time, for a tree whose images have a prefix.</summary>
    public static Task LendAsync(string name, string prefix) => Machine.Buildah.Runner.OutputAsync(
        "buildah", "tag", $"localhost/{name}:latest", $"localhost/{prefix}/{name}:latest");

    /// <summary>Removes all images of a prefix.</summary>
    public static async Task RemoveAsync(string prefix)
    {
        foreach (var image in (await Machine.Buildah.ImagesAsync()).Where(image => image.StartsWith($"localhost/{prefix}/", StringComparison.Ordinal)))
        {
            await Machine.Buildah.Engine.RemoveAsync(ImageReference.Parse(image), CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync()
    {
        Tree.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<Chain> MakeAsync()
    {
        Require.Program("mmdebstrap", "mmdebstrap");
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        var tree = new UserTree(Machine.Buildah);
        return Machine.Keep(new Chain(tree, await tree.HostAsync($"--target={ImageKind.Build}Image", "--no-setup")));
    }
}
