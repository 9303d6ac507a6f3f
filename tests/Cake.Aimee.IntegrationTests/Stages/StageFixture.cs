using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Stages;

/// <summary>A small tree of its own for each test.</summary>
internal abstract class StageFixture
{
    protected StageTree Stages { get; private set; } = null!;

    protected UserTree Tree => Stages.Tree;

    [SetUp]
    public void MakeTree() => Stages = new StageTree();

    [TearDown]
    public void RemoveTree() => Stages?.Dispose();
}
