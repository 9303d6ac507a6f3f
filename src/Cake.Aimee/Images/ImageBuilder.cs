using System.Collections.Immutable;
using System.Globalization;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images;

/// <summary>Makes images as planned: the part of the chain that has effects.</summary>
/// <param name="engine">Holds the images and runs the steps.</param>
/// <param name="processes">Runs what is not run in a container.</param>
/// <param name="directory">Where logs and work go: the tree's <c>tmp/images</c>.</param>
/// <param name="progress">Is told what happens.</param>
public sealed class ImageBuilder(IEngine engine, IProcessRunner processes, string directory, IProgress<ImageEvent> progress)
{
    /// <summary>Where the containers see the work directory: there in every userland, and empty.</summary>
    private const string WorkMount = "/mnt";

    /// <summary>Makes an image, unless the engine has it and nothing that made it changed.</summary>
    /// <param name="plan">The image.</param>
    /// <param name="cancellationToken">Ends what runs; no image is tagged then.</param>
    /// <returns>The image.</returns>
    /// <exception cref="AimeeException">A step failed, or the image before it is missing or out of date.</exception>
    public async Task<EngineImage> BuildAsync(ImagePlan plan, CancellationToken cancellationToken)
    {
        if (await FindUpToDateAsync(plan, cancellationToken).ConfigureAwait(false) is { } image)
        {
            return Ready(plan, image, null);
        }

        using var ours = await FileLock.TakeAsync(
            Path.Combine(directory, ".lock"),
            () => progress.Report(new StepPrinted(plan.Name, "another build of images in this tree is running: waiting for it")),
            cancellationToken).ConfigureAwait(false);

        // Whoever had the lock may have made this very image.
        if (await FindUpToDateAsync(plan, cancellationToken).ConfigureAwait(false) is { } theirs)
        {
            return Ready(plan, theirs, null);
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        progress.Report(new ImageStarted(plan.Name, await ExplainAsync(plan, cancellationToken).ConfigureAwait(false)));
        var workshop = await ImageWorkshop.OpenAsync(directory, plan, progress, cancellationToken).ConfigureAwait(false);
        var built = plan.Stage3 is { } stage3
            ? await ImportAsync(plan, stage3, workshop, cancellationToken).ConfigureAwait(false)
            : await RunStepsAsync(plan, workshop, cancellationToken).ConfigureAwait(false);
        workshop.Clear();
        return Ready(plan, built, watch.Elapsed);
    }

    /// <summary>Why an image would be made: what changed, or that there is none. Nothing when it is up to date.</summary>
    /// <param name="plan">The image.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImmutableArray<string>> ExplainAsync(ImagePlan plan, CancellationToken cancellationToken)
    {
        var image = await engine.FindAsync(plan.Reference, cancellationToken).ConfigureAwait(false);
        if (image is null)
        {
            return [$"{engine.Name} has no image {plan.Reference}"];
        }

        return ImageInputs.FromJson(image.Labels.GetValueOrDefault(ImageLabels.Inputs)) is not { } old
            ? [$"the image {plan.Reference} does not say what it was made of"]
            : plan.Key == image.Labels.GetValueOrDefault(ImageLabels.Key) ? [] : plan.Inputs.Changes(old);
    }

    private async Task<EngineImage?> FindUpToDateAsync(ImagePlan plan, CancellationToken cancellationToken) =>
        await engine.FindAsync(plan.Reference, cancellationToken).ConfigureAwait(false) is { } image
        && image.Labels.GetValueOrDefault(ImageLabels.Key) == plan.Key
            ? image
            : null;

    private EngineImage Ready(ImagePlan plan, EngineImage image, TimeSpan? elapsed)
    {
        progress.Report(new ImageReady(plan.Name, plan.Reference, image, elapsed));
        return image;
    }

    private async Task<EngineImage> ImportAsync(
        ImagePlan plan, Stage3Recipe stage3, ImageWorkshop workshop, CancellationToken cancellationToken)
    {
        var archive = await workshop.StepAsync(
            "userland",
            1,
            2,
            onLine => stage3.MakeAsync(new Stage3Work(workshop.WorkDirectory, processes, onLine), cancellationToken))
            .ConfigureAwait(false);
        return await workshop.StepAsync(
            "import",
            2,
            2,
            _ => engine.ImportAsync(archive, plan.Reference, Dated(plan.Settings), cancellationToken)).ConfigureAwait(false);
    }

    private async Task<EngineImage> RunStepsAsync(
        ImagePlan plan, ImageWorkshop workshop, CancellationToken cancellationToken)
    {
        var baseImage = await FindBaseAsync(plan, cancellationToken).ConfigureAwait(false);
        var (done, from) = await FindResumableAsync(plan, cancellationToken).ConfigureAwait(false);
        var run = new StepRun(engine, plan, workshop, WorkMount);
        var image = await run.FinishAsync(
            done, from, Dated(plan.Settings, plan.Base!.Pulled ?? new PulledImage(plan.Base.Reference, baseImage.Digest)), cancellationToken).ConfigureAwait(false);
        await RemoveStepImagesAsync(plan, cancellationToken).ConfigureAwait(false);
        return image;
    }

    private async Task<EngineImage> FindBaseAsync(ImagePlan plan, CancellationToken cancellationToken)
    {
        var task = $"{plan.Base!.Kind}Image";
        var image = await engine.FindAsync(plan.Base.Reference, cancellationToken).ConfigureAwait(false)
            ?? throw new AimeeException(
                $"{plan.Name} is made from {plan.Base.Reference}, and {engine.Name} has no such image. Run the task {task} first.");
        return image.Labels.GetValueOrDefault(ImageLabels.Key) == plan.Base.Key
            ? image
            : throw new AimeeException(
                $"{plan.Name} is made from {plan.Base.Reference}, and that image is not what the config asks for. Run the task {task} first.");
    }

    /// <summary>The last step that an earlier, broken build has kept the result of.</summary>
    private async Task<(int Done, ImageReference From)> FindResumableAsync(ImagePlan plan, CancellationToken cancellationToken)
    {
        for (var count = plan.Recipe.Steps.Length - 1; count > 0; count--)
        {
            if (plan.Recipe.Steps[count - 1].Commit
                && await engine.FindAsync(plan.StepReference(count), cancellationToken).ConfigureAwait(false) is not null)
            {
                progress.Report(new StepsResumed(plan.Name, count, plan.Recipe.Steps[count - 1].Name));
                return (count, plan.StepReference(count));
            }
        }

        return (0, plan.Base!.Reference);
    }

    private async Task RemoveStepImagesAsync(ImagePlan plan, CancellationToken cancellationToken)
    {
        var tags = await engine.TagsAsync(plan.Reference.Repository, cancellationToken).ConfigureAwait(false);
        foreach (var tag in tags.Where(tag => tag.StartsWith("step-", StringComparison.Ordinal)))
        {
            await engine.RemoveAsync(plan.Reference.WithTag(tag), cancellationToken).ConfigureAwait(false);
        }
    }

    private static ImageSettings Dated(ImageSettings settings, PulledImage? baseImage = null)
    {
        var created = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { Length: > 0 } epoch
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(epoch, CultureInfo.InvariantCulture))
            : DateTimeOffset.UtcNow;
        var labels = settings.Labels.SetItem(
            ImageLabels.Created, created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return settings with
        {
            Labels = baseImage is null
                ? labels
                : labels.SetItem(ImageLabels.BaseName, baseImage.Name.ToString()).SetItem(ImageLabels.BaseDigest, baseImage.Digest),
        };
    }
}
