using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Pipelines;

/// <summary>Tests of which each has a tree and an upstream of its own.</summary>
internal abstract class PipelineFixture
{
    /// <summary>The tree and its upstream.</summary>
    protected PipelineTree Pipeline { get; private set; } = null!;

    [SetUp]
    public async Task MakeTree()
    {
        Require.Program("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu");
        Pipeline = await PipelineTree.CreateAsync();
    }

    [TearDown]
    public async Task RemoveTree()
    {
        if (Pipeline is not null)
        {
            await Pipeline.DisposeAsync();
        }
    }
}
