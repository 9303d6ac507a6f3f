namespace Cake.Aimee.Planning;

/// <summary>A stage of a package, and the stages that come before it.</summary>
public sealed class StageNode
{
    internal StageNode(PlannedPackage package, string stage, int index) => (Package, Stage, Index) = (package, stage, index);

    /// <summary>Its name, which is that of its task: <c>category/name:stage</c>.</summary>
    public string Id => $"{Package.Id}:{Stage}";

    /// <summary>What it works on.</summary>
    public PlannedPackage Package { get; }

    /// <summary>The stage's name.</summary>
    public string Stage { get; }

    /// <summary>The stages that have to be done before it, each once, in the order in which the rules name them.</summary>
    public IReadOnlyList<StageNode> Dependencies => Before;

    internal List<StageNode> Before { get; } = [];

    /// <summary>Its place in <see cref="StageGraph.Nodes"/>.</summary>
    internal int Index { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;

    internal void DependOn(StageNode node)
    {
        if (!Before.Contains(node))
        {
            Before.Add(node);
        }
    }

    /// <summary>As <see cref="DependOn"/>, where the same stage can only come twice in a row: thousands may depend on one.</summary>
    internal void DependOnNext(StageNode node)
    {
        if (Before.Count == 0 || Before[^1] != node)
        {
            Before.Add(node);
        }
    }
}
