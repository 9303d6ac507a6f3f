using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>Puts our tasks into Cake's engine.</summary>
internal static class TaskRegistration
{
    /// <summary>Registers the tasks that are there in every tree; names that are taken are left as they are.</summary>
    internal static void Register(ICakeEngine engine, AimeeRuntime runtime)
    {
        var taken = engine.Tasks.Select(task => task.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var task in AimeeTask.All.Where(task => !taken.Contains(task.Name)))
        {
            var builder = engine.RegisterTask(task.Name)
                .Description(task.Description)
                .Does(() => runtime.RunAsync(task.Name));
            foreach (var dependency in task.Dependencies)
            {
                builder.IsDependentOn(dependency);
            }
        }
    }
}
