using System.Reflection;
using Cake.Aimee.Dsl;
using Cake.Aimee.Frosting;
using Cake.Frosting;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>The typed tasks are the script's tasks in another dress.</summary>
internal sealed class TypedTaskTests
{
    private static readonly Type[] Types =
        [.. typeof(AimeeContext).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && typeof(IFrostingTask).IsAssignableFrom(type))];

    [Test]
    public void There_is_one_for_each_task_of_a_script() =>
        Assert.That(Types.Select(Name), Is.EquivalentTo(Aimee.Dsl.AimeeTask.All.Select(task => task.Name)));

    [TestCaseSource(nameof(Types))]
    public void It_has_the_scripts_description_and_dependencies(Type type)
    {
        var task = Aimee.Dsl.AimeeTask.All.Single(task => task.Name == Name(type));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description, Is.EqualTo(task.Description));
            Assert.That(type.GetCustomAttributes<IsDependentOnAttribute>().Select(attribute => Name(attribute.Task)), Is.EqualTo(task.Dependencies));
            Assert.That(type.Name, Is.EqualTo($"{task.Name}Task"));
        }
    }

    private static string? Name(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name;
}
