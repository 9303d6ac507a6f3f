namespace Cake.Aimee.Frosting;

/// <summary>
/// Lets a typed task run before a stage: whenever the stage is in a run, the task is too, and the stage starts when
/// the task is over.
/// </summary>
/// <example>
/// <code>
/// [TaskName("Licences")]
/// [BeforeStage("core/zlib:compile")]
/// public sealed class LicencesTask : FrostingTask&lt;AimeeContext&gt;
/// {
///     public override void Run(AimeeContext context) => context.Information("read them");
/// }
/// </code>
/// </example>
/// <param name="stage">The stage: <c>core/zlib:compile</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BeforeStageAttribute(string stage) : Attribute
{
    /// <summary>The stage.</summary>
    public string Stage { get; } = stage;
}
