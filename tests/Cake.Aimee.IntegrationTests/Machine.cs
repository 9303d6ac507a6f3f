using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests;

/// <summary>The engines that the tests share: each starts when the first test asks for it, and ends with the last test.</summary>
[SetUpFixture]
internal sealed class Machine
{
    private static readonly List<IAsyncDisposable> Started = [];
    private static readonly Lazy<BuildahStore> OneBuildah = new(() => Keep(BuildahStore.Create()));
    private static readonly Lazy<Task<DockerDaemon>> OneDocker = new(async () => Keep(await DockerDaemon.StartAsync()));

    /// <summary>Buildah, with a store of the tests' own.</summary>
    public static BuildahStore Buildah => OneBuildah.Value;

    /// <summary>Docker, with a daemon of the tests' own.</summary>
    public static Task<DockerDaemon> DockerAsync() => OneDocker.Value;

    /// <summary>Keeps something until the last test has ended.</summary>
    public static T Keep<T>(T shared)
        where T : IAsyncDisposable
    {
        Started.Add(shared);
        return shared;
    }

    [OneTimeTearDown]
    public async Task End()
    {
        foreach (var shared in Enumerable.Reverse(Started))
        {
            await shared.DisposeAsync();
        }
    }
}
