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
        TaskRegistration.Register(Engine(context), new AimeeRuntime(context, settings));
    }

    private static ICakeEngine Engine(ICakeContext context) =>
        (ICakeEngine?)context.ServiceProvider?.GetService(typeof(ICakeEngine))
        ?? throw new CakeException(
            "AimeeTasks() registers tasks in Cake's engine, and this context does not tell which that is. "
            + "It works in scripts of Cake 7 and later; in a Frosting host, use UseModule<AimeeModule>() instead.");
}
