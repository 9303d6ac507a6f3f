using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.Images.Branches;
using Cake.Aimee.Images.Registries;

namespace Cake.Aimee.Commands;

/// <summary>Makes and pushes the images of a tree's chain.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="progress">Is told what happens.</param>
public sealed class ImagesCommand(Workspace workspace, IProgress<ImageEvent> progress)
{
    /// <summary>Makes an image, unless it is there and nothing that made it changed.</summary>
    /// <param name="kind">Which image.</param>
    /// <param name="cancellationToken">Ends what runs; no image is tagged then.</param>
    /// <exception cref="AimeeException">It can not be made; the message has the way out.</exception>
    public async Task<EngineImage> BuildAsync(ImageKind kind, CancellationToken cancellationToken)
    {
        var plan = ImagePlanner.Plan(kind, workspace.System, await workspace.TracedContextAsync(cancellationToken).ConfigureAwait(false));
        var engine = await workspace.EngineAsync(cancellationToken).ConfigureAwait(false);
        var builder = new ImageBuilder(engine, workspace.Processes, workspace.ImagesDirectory, progress);
        return await builder.BuildAsync(plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies base, cross and build image to the config's registry.</summary>
    /// <param name="variable">The caller's environment, which may have a login.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">The config names no registry, an image is missing, or the registry refuses.</exception>
    public async Task PushAsync(Func<string, string?> variable, CancellationToken cancellationToken)
    {
        ImmutableArray<ImageToPush> images = [.. ImageBranch.Images.Select(workspace.Plan).Select(plan => new ImageToPush(plan, workspace.InRegistry(plan)))];
        var engine = await workspace.EngineAsync(cancellationToken).ConfigureAwait(false);
        await CheckAsync(engine, images.Select(image => image.Plan), cancellationToken).ConfigureAwait(false);
        using var login = RegistryLogin.Open(RegistryLogin.HostOf(images[0].Repository), variable);
        await new ImagePush(engine, new Registry(workspace.Processes, login), progress)
            .RunAsync(images, [images[0].Plan.Reference.Tag], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All images have to be there, and to be what the config asks for, before the first one goes out.</summary>
    private static async Task CheckAsync(IEngine engine, IEnumerable<ImagePlan> plans, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var plan in plans)
        {
            var image = await engine.FindAsync(plan.Reference, cancellationToken).ConfigureAwait(false);
            if (image?.Labels.GetValueOrDefault(ImageLabels.Key) != plan.Key)
            {
                faults.Add(image is null
                    ? $"{engine.Name} has no image {plan.Reference}: run the task {plan.Kind}Image."
                    : $"{plan.Reference} is not what the config asks for: run the task {plan.Kind}Image.");
            }
        }

        if (faults.Count > 0)
        {
            throw new AimeeException($"Nothing was pushed. {string.Join(Environment.NewLine, faults)}");
        }
    }
}
