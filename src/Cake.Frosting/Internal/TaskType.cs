using System.Reflection;
using Cake.Core;

namespace Cake.Frosting.Internal;

/// <summary>What a task's class says of the task: its attributes, its context, which methods it overrides.</summary>
/// <remarks>Methods without a body of their own are not registered, so that Cake's report can tell a task that only gathers others.</remarks>
internal sealed class TaskType
{
    private readonly Type type;
    private readonly Type root;

    /// <summary>Reads a task's class.</summary>
    /// <exception cref="FrostingException">It derives from neither base class of tasks.</exception>
    public TaskType(Type type)
    {
        this.type = type;
        root = RootOf(type) ?? throw new FrostingException(
            $"Task '{NameOf(type)}' cannot be run: {type.FullName} derives from neither FrostingTask nor AsyncFrostingTask.");
    }

    public string Name => NameOf(type);

    public string? Description => type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description;

    public bool ContinuesOnError => type.IsDefined(typeof(ContinueOnErrorAttribute), inherit: false);

    /// <summary>The context that the task asks for.</summary>
    public Type Context => root.GenericTypeArguments[0];

    public bool OverridesRun =>
        Overrides(root.GetGenericTypeDefinition() == typeof(FrostingTask<>) ? "Run" : "RunAsync", Context);

    public bool OverridesShouldRun => Overrides(nameof(IFrostingTask.ShouldRun), Context);

    public bool OverridesOnError => Overrides(nameof(IFrostingTask.OnError), typeof(Exception), Context);

    public bool OverridesFinally => Overrides(nameof(IFrostingTask.Finally), Context);

    /// <summary>The names of the tasks that run before this one.</summary>
    /// <exception cref="FrostingException">One is no task.</exception>
    public IEnumerable<string> Dependencies =>
        type.GetCustomAttributes<IsDependentOnAttribute>().Select(attribute => NameOfTask(attribute.Task, "dependency"));

    /// <summary>The names of the tasks that this one runs before.</summary>
    /// <exception cref="FrostingException">One is no task.</exception>
    public IEnumerable<string> Dependees =>
        type.GetCustomAttributes<IsDependeeOfAttribute>().Select(attribute => NameOfTask(attribute.Task, "reverse dependency"));

    /// <summary>The tasks of an assembly: its public, concrete classes that are one.</summary>
    public static IEnumerable<Type> In(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type));

    private static string NameOf(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;

    private static Type? RootOf(Type? type)
    {
        while (type is not null && !IsRoot(type))
        {
            type = type.BaseType;
        }

        return type;
    }

    private static bool IsRoot(Type type) => type.IsConstructedGenericType
        && (type.GetGenericTypeDefinition() == typeof(FrostingTask<>)
            || type.GetGenericTypeDefinition() == typeof(AsyncFrostingTask<>));

    private string NameOfTask(Type other, string relation) => typeof(IFrostingTask).IsAssignableFrom(other)
        ? NameOf(other)
        : throw new FrostingException(
            $"Task '{Name}' names {other.FullName} as its {relation}, which is no task: it does not implement IFrostingTask.");

    private bool Overrides(string name, params Type[] parameters)
    {
        var method = type.GetMethod(name, parameters);
        return method is not null && method.DeclaringType != method.GetBaseDefinition().DeclaringType;
    }
}
