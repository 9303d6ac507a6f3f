using System.Reflection;
using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Reads <see cref="AfterStageAttribute"/> and <see cref="BeforeStageAttribute"/> off a host's tasks.</summary>
/// <param name="services">Knows the tasks; they are asked for when all of them have been registered.</param>
internal sealed class FrostingTies(IServiceProvider services) : IStageTies
{
    /// <inheritdoc/>
    public IEnumerable<StageTie> All() =>
        from task in (IEnumerable<IFrostingTask>?)services.GetService(typeof(IEnumerable<IFrostingTask>)) ?? []
        let type = task.GetType()
        let name = type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name
        from tie in Enumerable.Concat(
            type.GetCustomAttributes<AfterStageAttribute>().Select(after => new StageTie(name, after.Stage, RunsBefore: false)),
            type.GetCustomAttributes<BeforeStageAttribute>().Select(before => new StageTie(name, before.Stage, RunsBefore: true)))
        select tie;
}
