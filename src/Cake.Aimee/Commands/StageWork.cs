using System.Collections.Immutable;
using Cake.Aimee.Artifacts.Exports;
using Cake.Aimee.Images;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages;
using Cake.Aimee.Stages.Running;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Commands;

/// <summary>Opens what runs the stages of a tree.</summary>
public static class StageWork
{
    /// <summary>Opens the build of a tree as the user wants it.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="planned">Its stages.</param>
    /// <param name="targets">The stages that were asked for.</param>
    /// <param name="customStages">What does the stages that a program has added.</param>
    /// <param name="observer">Told what stages print; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Diagnostics.AimeeException">The image that stages are to run in is not there.</exception>
    public static async Task<TreeBuild> OpenAsync(
        Workspace workspace,
        PlannedTree planned,
        IReadOnlySet<StageNode> targets,
        ImmutableArray<CustomStageWork> customStages,
        IStageObserver? observer,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(planned);
        var context = new BuildContext(planned.Graph, workspace.Context.BuildMachine.Canonical, Settings(workspace.Options)) { CustomStages = customStages };
        if (workspace.Config.Runner == Buildrules.Configs.Runner.Image)
        {
            var engine = await workspace.EngineAsync(cancellationToken).ConfigureAwait(false);
            context = context with { Image = await StageImage.FindAsync(engine, workspace.Plan(ImageKind.Build).Reference, cancellationToken).ConfigureAwait(false) };
        }

        return await TreeBuild.OpenAsync(context, targets, workspace.Processes, observer, cancellationToken).ConfigureAwait(false);
    }

    private static BuildSettings Settings(AimeeOptions options) => new()
    {
        Jobs = options.Jobs,
        KeepWork = options.KeepWork,
        PullDependencies = options.Dependencies == DependencyOrigin.Pull,
        ExportFormat = options.Format?.ToLowerInvariant() switch
        {
            "rpm" => ExportFormat.Rpm,
            // The formats of other tasks of the same run mean nothing here.
            _ => ExportFormat.Deb,
        },
    };
}
