namespace Cake.Aimee.Frosting;

/// <summary>
/// Lets a typed task run after a stage: the task depends on it, so that naming the task builds the stage first. With
/// a <see cref="BeforeStageAttribute"/> beside it the task stands between two stages.
/// </summary>
/// <example>
/// <code>
/// [TaskName("Sign")]
/// [AfterStage("core/zlib:package")]
/// public sealed class SignTask : FrostingTask&lt;AimeeContext&gt;
/// {
///     public override void Run(AimeeContext context) => context.Information("signing");
/// }
/// </code>
/// </example>
/// <param name="stage">The stage: <c>core/zlib:package</c>, <c>core/zlib</c> (its package stage), <c>core/all:package</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AfterStageAttribute(string stage) : Attribute
{
    /// <summary>The stage.</summary>
    public string Stage { get; } = stage;
}
