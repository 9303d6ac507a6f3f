using System.Reflection;
using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Reads <see cref="AfterStageAttribute"/> and <see cref="BeforeStageAttribute"/> off a host's tasks.</summary>
/// <param name="services">Knows the tasks; they are asked for when all of them have been registered.</param>
internal sealed class FrostingTies(IServiceProvider services) : IStageTies
{
    /// <inheritdoc/>
    public IEnumerable<StageTie> All()
    {
        // Loops, as ties are structs: LINQ over those is compiled at run time, at each start of the program.
        foreach (var task in (IEnumerable<IFrostingTask>?)services.GetService(typeof(IEnumerable<IFrostingTask>)) ?? [])
        {
            var type = task.GetType();
            foreach (var after in type.GetCustomAttributes<AfterStageAttribute>())
            {
                yield return new StageTie(NameOf(type), after.Stage, RunsBefore: false);
            }

            foreach (var before in type.GetCustomAttributes<BeforeStageAttribute>())
            {
                yield return new StageTie(NameOf(type), before.Stage, RunsBefore: true);
            }
        }
    }

    private static string NameOf(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;
}
