using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Images;
using Cake.Aimee.Pipelines;

namespace Cake.Aimee.Commands;

/// <summary>The jobs that make the images of the chain: each makes one, pulls the one before it, and pushes its own.</summary>
internal static class ImageJobs
{
    /// <summary>The branch of the tree from which images are made, and the sub-branch that they are tagged with.</summary>
    public const string Branch = "main";

    /// <summary>The jobs.</summary>
    /// <param name="config">The tree's config.</param>
    /// <param name="call">A command line that calls tasks.</param>
    /// <exception cref="AimeeException">The config names no registry, through which jobs could hand images on.</exception>
    public static ImmutableArray<PipelineJob> Of(Config config, Func<string[], string> call)
    {
        if (config.Images.Registry is null)
        {
            throw new AimeeException(
                "The jobs of images hand them on through a registry, and the config names none. "
                + "Say which: 'images: {registry: registry.example.org/os}'.");
        }

        // The base job makes the userland as well: it is of no use to anybody else.
        var names = new[] { ImageKind.Base, ImageKind.Cross, ImageKind.Build }.Select(kind => kind.ToString().ToLowerInvariant()).ToImmutableArray();
        return
        [
            .. names.Select((name, index) => new PipelineJob(name, [call(["--target=BranchImage", $"--branch={name}/{Branch}", "--push"])])
            {
                Needs = index == 0 ? [] : [names[index - 1]],
                Timeout = config.Pipeline.Timeout,
            }),
        ];
    }
}
