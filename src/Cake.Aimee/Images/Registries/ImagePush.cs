using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Images.Registries;

/// <summary>
/// Copies images to a registry under several tags. All of them are there whole before a second tag names one, and what
/// the registry then says that a tag stands for is compared with what was sent. A tag that names images of other
/// platforms becomes an index of them and ours: machines of several kinds can push under one name.
/// </summary>
/// <param name="engine">Has the images.</param>
/// <param name="registry">Gets them.</param>
/// <param name="progress">Is told what happens.</param>
internal sealed class ImagePush(IEngine engine, Registry registry, IProgress<ImageEvent> progress)
{
    private const int MostRounds = 4;

    /// <summary>Asks the registry whether it can be reached and takes the login, before work is put into an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="tag">A tag; it need not be there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task CheckAsync(ImageToPush image, string tag, CancellationToken cancellationToken) =>
        FindAsync(image.Plan, image.Repository.WithTag(tag), cancellationToken);

    /// <summary>Pushes images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="tags">The tags that each gets; the one that moves least first.</param>
    /// <param name="cancellationToken">Gives up; tags that it has not come to are as they were.</param>
    /// <exception cref="AimeeException">The registry refuses, fails too often, or has something else afterwards.</exception>
    public async Task RunAsync(ImmutableArray<ImageToPush> images, ImmutableArray<string> tags, CancellationToken cancellationToken)
    {
        var sent = new List<(ImageToPush Image, Descriptor Descriptor)>();
        foreach (var image in images)
        {
            var platform = new Platform(Targets.OciPlatform.OperatingSystem, image.Plan.Settings.Architecture!);
            sent.Add((image, await SendAsync(image.Plan, image.Repository.WithTag(tags[0]), platform, cancellationToken).ConfigureAwait(false)));
        }

        foreach (var (tag, (image, descriptor)) in tags.SelectMany(tag => sent.Select(image => (tag, image))))
        {
            var name = image.Repository.WithTag(tag);
            var digest = await NameAsync(image.Plan, name, descriptor, cancellationToken).ConfigureAwait(false);
            progress.Report(new ImagePushed(image.Plan.Name, name, digest.ToString()));
        }
    }

    /// <summary>Sends the image itself: under its first tag, or one beside it where that names other platforms' images.</summary>
    private async Task<Descriptor> SendAsync(ImagePlan plan, ImageReference name, Platform platform, CancellationToken cancellationToken)
    {
        var others = await OthersAsync(plan, name, await FindAsync(plan, name, cancellationToken).ConfigureAwait(false), platform, cancellationToken).ConfigureAwait(false);
        var carrier = others.IsEmpty ? name : name.WithTag($"{name.Tag}-{platform.Architecture}");
        var sent = await Attempts(plan).RunAsync(
            $"Pushing {carrier}",
            () => engine.PushAsync(plan.Reference, carrier, registry.Login.Access, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var there = await FindAsync(plan, carrier, cancellationToken).ConfigureAwait(false);
        return there?.Digest.ToString() == sent
            ? there.Descriptor with { Platform = platform }
            : throw Different(carrier, sent, there);
    }

    /// <summary>Makes a name stand for the image, or for an index with it; another machine may be at the same.</summary>
    private async Task<Digest> NameAsync(ImagePlan plan, ImageReference name, Descriptor ours, CancellationToken cancellationToken)
    {
        RegistryManifest? there = null;
        for (var round = 0; round < MostRounds; round++)
        {
            there = await FindAsync(plan, name, cancellationToken).ConfigureAwait(false);
            var others = await OthersAsync(plan, name, there, ours.Platform!, cancellationToken).ConfigureAwait(false);
            var index = others.IsEmpty ? null : RegistryManifest.WriteIndex(others.Add(ours));
            var wanted = index is null ? ours.Digest : Digest.Of(index);
            if (there?.Digest == wanted)
            {
                return wanted;
            }

            await Attempts(plan).RunAsync(
                $"Tagging {name}",
                async () =>
                {
                    await (index is null
                        ? registry.TagAsync(name, ours.Digest, cancellationToken)
                        : registry.PutIndexAsync(name, index, cancellationToken)).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }

        throw Different(name, ours.Digest.ToString(), there);
    }

    /// <summary>The images of other platforms that a name stands for as well.</summary>
    private async Task<ImmutableArray<Descriptor>> OthersAsync(
        ImagePlan plan, ImageReference name, RegistryManifest? there, Platform platform, CancellationToken cancellationToken)
    {
        if (there is null)
        {
            return [];
        }

        if (there.IsIndex)
        {
            return [.. there.Images.Where(image => image.Platform is { OperatingSystem: not "unknown" } && !platform.Accepts(image.Platform))];
        }

        var config = await Attempts(plan).RunAsync(
            $"Asking for {name}", () => registry.ConfigAsync(name, there.Digest, cancellationToken), cancellationToken).ConfigureAwait(false);
        return config.Platform is null || platform.Accepts(config.Platform) ? [] : [there.Descriptor with { Platform = config.Platform }];
    }

    private Task<RegistryManifest?> FindAsync(ImagePlan plan, ImageReference name, CancellationToken cancellationToken) =>
        Attempts(plan).RunAsync($"Asking for {name}", () => registry.FindAsync(name, cancellationToken), cancellationToken);

    private RegistryAttempts Attempts(ImagePlan plan) => new(registry, plan.Name, progress);

    private static AimeeException Different(ImageReference name, string sent, RegistryManifest? there) => new(
        $"{name} was pushed as {sent}, and the registry says it is {there?.Digest.ToString() ?? "not there"}. "
        + "Somebody else pushes under the same name, or the registry is damaged. Run the same command again.");
}
