using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Stages.Running;

/// <summary>The image that stages run in.</summary>
/// <param name="Engine">The engine that holds it.</param>
/// <param name="Reference">Its name.</param>
/// <param name="Id">What it is: the digest of its configuration.</param>
public sealed record StageImage(IEngine Engine, ImageReference Reference, string Id)
{
    /// <summary>Finds the image.</summary>
    /// <param name="engine">The engine that holds it.</param>
    /// <param name="reference">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">It is not there.</exception>
    public static async Task<StageImage> FindAsync(IEngine engine, ImageReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var image = await engine.FindAsync(reference, cancellationToken).ConfigureAwait(false) ?? throw new AimeeException(
            $"Stages are to run in the image {reference} ('runner: image'), and {engine.Name} does not have it. Make it first: --target=BuildImage");
        return new(engine, reference, image.Id);
    }
}
