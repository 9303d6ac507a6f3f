namespace Cake.Aimee.Dsl;

/// <summary>
/// The heading of a stage's task, kept back until there is something to stand under it: of thousands of stages that
/// are up to date each needs a line, and not a banner.
/// </summary>
internal sealed class TaskHeading
{
    private readonly Lock gate = new();
    private readonly HashSet<string> idle = new(StringComparer.OrdinalIgnoreCase);
    private (string Task, Action Write)? held;

    /// <summary>Whether a task's heading was kept back and never written.</summary>
    public bool IsIdle(string task)
    {
        lock (gate)
        {
            return idle.Contains(task);
        }
    }

    /// <summary>Keeps a heading back; the one before it is written no more.</summary>
    /// <param name="task">The task.</param>
    /// <param name="write">Writes its heading.</param>
    public void Hold(string task, Action write)
    {
        lock (gate)
        {
            held = (task, write);
            idle.Add(task);
        }
    }

    /// <summary>Another task has begun: what is still kept back is written no more.</summary>
    public void Drop()
    {
        lock (gate)
        {
            held = null;
        }
    }

    /// <summary>Writes the heading that is kept back, if there is one.</summary>
    public void Show()
    {
        lock (gate)
        {
            if (held is { } heading)
            {
                held = null;
                idle.Remove(heading.Task);
                heading.Write();
            }
        }
    }
}
