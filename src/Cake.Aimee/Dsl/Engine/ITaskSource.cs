using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>Registers tasks in an <see cref="IndexedEngine"/> when it is known what is asked for.</summary>
public interface ITaskSource
{
    /// <summary>Registers what is missing: called before tasks are listed or run, and perhaps again. What is there stays.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="targets">The targets; null when tasks are only listed.</param>
    /// <exception cref="CakeException">There is no telling what is asked for: nothing runs.</exception>
    void Complete(ICakeEngine engine, IReadOnlyList<string>? targets);
}
