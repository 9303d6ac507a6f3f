using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;

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
    /// <param name="output">Where the user reads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">The config names no registry, an image is missing, or the registry refuses.</exception>
    public async Task PushAsync(TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        var registry = workspace.Config.Images.Registry ?? throw new AimeeException(
            "There is no registry to push to. Name one in the config: 'images: {registry: registry.example.org}'.");
        var engine = await workspace.EngineAsync(cancellationToken).ConfigureAwait(false);
        ImmutableArray<ImagePlan> plans = [.. new[] { ImageKind.Base, ImageKind.Cross, ImageKind.Build }.Select(workspace.Plan)];
        await CheckAsync(engine, plans, cancellationToken).ConfigureAwait(false);
        foreach (var plan in plans)
        {
            var destination = ImageReference.Parse($"{registry.TrimEnd('/')}/{plan.Reference}");
            await engine.PushAsync(plan.Reference, destination, cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync($"pushed {plan.Reference} to {destination}").ConfigureAwait(false);
        }
    }

    /// <summary>All images have to be there, and to be what the config asks for, before the first one goes out.</summary>
    private static async Task CheckAsync(IEngine engine, ImmutableArray<ImagePlan> plans, CancellationToken cancellationToken)
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
