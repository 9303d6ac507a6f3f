namespace Cake.Frosting;

/// <summary>Names a task. Without it a task is called by the name of its class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskNameAttribute : Attribute
{
    /// <summary>Names the task.</summary>
    /// <param name="name">The name that <c>--target</c> takes; names differ by more than case.</param>
    public TaskNameAttribute(string name)
    {
        Name = name;
    }

    /// <summary>The task's name.</summary>
    public string Name { get; }
}
