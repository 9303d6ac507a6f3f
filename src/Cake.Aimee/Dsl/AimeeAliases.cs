using System.Collections.Immutable;
using Cake.Aimee.Commands;
using Cake.Aimee.Stages.Scheduling;
using Cake.Core;
using Cake.Core.Annotations;

namespace Cake.Aimee.Dsl;

/// <summary>Builds operating systems: container images to compile in, and packages from recipes.</summary>
[CakeAliasCategory("Aimee")]
[CakeNamespaceImport("Cake.Aimee.Dsl")]
[CakeNamespaceImport("Cake.Aimee.Images")]
public static class AimeeAliases
{
    /// <summary>
    /// Registers the tasks of the image chain and of the tree. It stands last in a script, just before
    /// <c>RunTarget</c>: names that the script has taken already are left to it.
    /// </summary>
    /// <param name="context">The script's context.</param>
    /// <example>
    /// <code>
    /// #addin nuget:?package=Cake.Aimee
    ///
    /// AimeeTasks();
    /// RunTarget(Argument("target", "BuildImage"));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static void AimeeTasks(this ICakeContext context) => AimeeTasks(context, new AimeeSettings());

    /// <summary>Registers the tasks of the image chain and of the tree, with additions of the script's own.</summary>
    /// <param name="context">The script's context.</param>
    /// <param name="settings">The additions.</param>
    /// <example>
    /// <code>
    /// AimeeTasks(new AimeeSettings { Systems = { new AlpineSystem() } });
    /// RunTarget(Argument("target", "CrossImage"));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static void AimeeTasks(this ICakeContext context, AimeeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        var runtime = AimeeRuntime.Of(context);
        runtime.Settings = settings;
        runtime.TreeTasks(AimeeRuntime.EngineOf(context)).Complete(runtime.Targets);
    }

    /// <summary>
    /// Registers the task of one stage before <see cref="AimeeTasks(ICakeContext)"/> does, so that a script can hang
    /// something on it: criteria, error handlers, tasks that come before it.
    /// </summary>
    /// <param name="context">The script's context.</param>
    /// <param name="stage">The stage: <c>core/zlib:compile</c>; without a stage's name it is <c>package</c>.</param>
    /// <returns>The task's builder.</returns>
    /// <exception cref="CakeException">The script has a task of that name which is not the tree's.</exception>
    /// <example>
    /// <code>
    /// Task("Licences").Does(() => Information("read them"));
    /// AimeeStage("core/zlib:compile").IsDependentOn("Licences").WithCriteria(() => HasArgument("zlib"));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static CakeTaskBuilder AimeeStage(this ICakeContext context, string stage)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrWhiteSpace(stage);
        return AimeeRuntime.Of(context).TreeTasks(AimeeRuntime.EngineOf(context)).Stage(stage);
    }

    /// <summary>Reads the tree in which the user stands: its packages, and the stages of all of them.</summary>
    /// <param name="context">The script's context.</param>
    /// <exception cref="CakeException">There is no tree, or it has errors: all of them.</exception>
    /// <example>
    /// <code>
    /// foreach (var package in AimeeTree().Tree.Packages)
    /// {
    ///     Information($"{package.Id} {package.Version}");
    /// }
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static PlannedTree AimeeTree(this ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AimeeRuntime.Of(context).ReadTree();
    }

    /// <summary>Builds stages with all that they need, in the middle of a task of the script's own.</summary>
    /// <param name="context">The script's context.</param>
    /// <param name="targets">What to build: <c>core/zlib:compile</c>, <c>core/zlib</c>, <c>core/all:install</c>.</param>
    /// <returns>How each of the stages ended, after those that it needs.</returns>
    /// <exception cref="CakeException">The tree has errors, a target is not in it, or a stage failed.</exception>
    /// <example>
    /// <code>
    /// Task("Flash").Does(() =>
    /// {
    ///     AimeeBuild("boot/firmware", "boot/loader");
    ///     StartProcess("flash", "artifacts/firmware.img");
    /// });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static ImmutableArray<StageOutcome> AimeeBuild(this ICakeContext context, params string[] targets)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AimeeRuntime.Of(context).BuildAsync(targets).GetAwaiter().GetResult();
    }
}
