using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>The states of the stages that somebody has asked for, and which stages take part at all.</summary>
/// <param name="graph">All stages.</param>
internal sealed class StageStates(StageGraph graph)
{
    private readonly StageState?[] states = new StageState?[graph.Nodes.Length];
    private readonly bool[] takesPart = new bool[graph.Nodes.Length];

    /// <summary>The states there are.</summary>
    public IEnumerable<StageState> All => states.OfType<StageState>();

    /// <summary>Lets a stage take part.</summary>
    public void Add(StageNode node) => takesPart[node.Index] = true;

    /// <summary>Whether a stage takes part: else it counts as done.</summary>
    public bool Contains(StageNode node) => takesPart[node.Index];

    /// <summary>The state of a stage.</summary>
    public StageState Of(StageNode node) => states[node.Index] ??= new StageState(node);

    /// <summary>The state of a stage, if anybody has asked for it.</summary>
    public StageState? Find(StageNode node) => states[node.Index];
}
