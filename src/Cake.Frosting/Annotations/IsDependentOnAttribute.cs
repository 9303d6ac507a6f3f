namespace Cake.Frosting;

/// <summary>Makes another task run before this one.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute : Attribute
{
    /// <summary>Names what runs first.</summary>
    /// <param name="type">The class of the other task: an <see cref="IFrostingTask"/>.</param>
    public IsDependentOnAttribute(Type type)
    {
        Task = type;
    }

    /// <summary>The class of the task that runs first.</summary>
    public Type Task { get; }
}
