namespace Cake.Frosting;

/// <summary>Makes this task run before another one, which needs to know nothing of it.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependeeOfAttribute : Attribute
{
    /// <summary>Names what runs afterwards.</summary>
    /// <param name="type">The class of the other task: an <see cref="IFrostingTask"/>.</param>
    public IsDependeeOfAttribute(Type type)
    {
        Task = type;
    }

    /// <summary>The class of the task that runs afterwards.</summary>
    public Type Task { get; }
}
