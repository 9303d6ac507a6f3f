namespace Cake.Aimee.Stages.Scheduling;

/// <summary>The stages that could start: the one with the longest way to go is first.</summary>
/// <param name="priorities">The ways.</param>
internal sealed class StageQueue(StagePriorities priorities)
{
    private readonly PriorityQueue<StageState, (double Way, int Place)> queue = new();
    private bool isStale = true;

    /// <summary>How many there are.</summary>
    public int Count => queue.Count;

    /// <summary>Puts a stage in.</summary>
    public void Add(StageState state) => queue.Enqueue(state, priorities.Of(state.Node));

    /// <summary>Says that stages turned out to be done: ways have become shorter.</summary>
    public void Invalidate() => isStale = true;

    /// <summary>Takes the first out.</summary>
    public StageState Take()
    {
        if (isStale && queue.Count > 1)
        {
            isStale = false;
            priorities.Update();
            var all = queue.UnorderedItems.Select(item => (item.Element, priorities.Of(item.Element.Node))).ToList();
            queue.Clear();
            queue.EnqueueRange(all);
        }

        return queue.Dequeue();
    }
}
