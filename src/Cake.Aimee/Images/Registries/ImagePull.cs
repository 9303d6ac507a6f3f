using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Images.Registries;

/// <summary>Brings an image of the chain from a registry, so that another can be made from it.</summary>
/// <param name="engine">Gets it.</param>
/// <param name="registry">Has it.</param>
/// <param name="progress">Is told what happens.</param>
internal sealed class ImagePull(IEngine engine, Registry registry, IProgress<ImageEvent> progress)
{
    /// <summary>Pulls an image by the first of some tags that there is.</summary>
    /// <param name="plan">The image as it is to be.</param>
    /// <param name="repository">Its repository in the registry.</param>
    /// <param name="tags">The tags, in the order in which they are asked for.</param>
    /// <param name="cancellationToken">Gives up; the engine has no new name then.</param>
    /// <returns>The plan, with what it now has to be made from: the name here, and where it came from.</returns>
    /// <exception cref="AimeeException">There is none for this machine, it is not what the config asks for, or it can not be had.</exception>
    public async Task<ImagePlan> RunAsync(
        ImagePlan plan, ImageReference repository, ImmutableArray<string> tags, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var name in tags.Select(repository.WithTag))
        {
            var (found, fault) = await FindAsync(plan, name, cancellationToken).ConfigureAwait(false);
            if (found is not null)
            {
                return await PullAsync(plan, name, found, cancellationToken).ConfigureAwait(false);
            }

            missing.Add(fault!);
        }

        throw new AimeeException(
            $"The image {plan.Name} that comes before is in no registry: {string.Join("; ", missing)}.{Environment.NewLine}"
            + $"It is made and pushed by 'dotnet cake --target=BranchImage --push' on the branch {BranchOf(plan, tags[0])}"
            + $"{(tags.Length > 1 ? $" or {BranchOf(plan, tags[^1])}" : "")}.");
    }

    /// <summary>The image that a name stands for on this machine, or why there is none.</summary>
    private async Task<(Digest? Digest, string? Fault)> FindAsync(ImagePlan plan, ImageReference name, CancellationToken cancellationToken)
    {
        var platform = new Platform(Targets.OciPlatform.OperatingSystem, plan.Settings.Architecture!);
        var manifest = await Attempts(plan).RunAsync(
            $"Asking for {name}", () => registry.FindAsync(name, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (manifest is null)
        {
            return (null, $"there is no {name}");
        }

        var digest = manifest.IsIndex ? manifest.Images.FirstOrDefault(image => platform.Accepts(image.Platform))?.Digest : manifest.Digest;
        if (digest is null)
        {
            return (null, $"{name} is for {string.Join(", ", manifest.Images.Select(image => image.Platform))}, not for {platform}");
        }

        var config = await Attempts(plan).RunAsync(
            $"Asking for {name}", () => registry.ConfigAsync(name, digest, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!platform.Accepts(config.Platform))
        {
            return (null, $"{name} is for {config.Platform}, not for {platform}");
        }

        CheckKey(plan, name, config);
        return (digest, null);
    }

    /// <summary>Told before gigabytes are brought for nothing.</summary>
    private static void CheckKey(ImagePlan plan, ImageReference name, ImageConfig config)
    {
        if (config.Labels.GetValueOrDefault(ImageLabels.Key) == plan.Key)
        {
            return;
        }

        var changes = ImageInputs.FromJson(config.Labels.GetValueOrDefault(ImageLabels.Inputs)) is { } old
            ? string.Join("; ", plan.Inputs.Changes(old))
            : "it does not say what it was made of";
        throw new AimeeException(
            $"{name} is not what the config of this branch asks for: {changes}.{Environment.NewLine}"
            + $"Make and push it anew on the branch {BranchOf(plan, name.Tag)}, or take that branch's configs here.");
    }

    private async Task<ImagePlan> PullAsync(ImagePlan plan, ImageReference name, Digest digest, CancellationToken cancellationToken)
    {
        var local = plan.Reference.WithTag(name.Tag);
        try
        {
            await Attempts(plan).RunAsync(
                $"Pulling {name}",
                () => engine.PullAsync(name, digest.ToString(), local, registry.Login.Access, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (AimeeException exception) when (RegistryFailure.IsAbsence(exception.Message))
        {
            throw Registry.Gone(name, digest.ToString());
        }

        var pulled = new PulledImage(name, digest.ToString());
        progress.Report(new ImagePulled(plan.Name, pulled));
        return plan with { Reference = local, Pulled = pulled };
    }

    private RegistryAttempts Attempts(ImagePlan plan) => new(registry, plan.Name, progress);

    private static string BranchOf(ImagePlan plan, string tag) => $"{plan.Kind.ToString().ToLowerInvariant()}/{tag}";
}
