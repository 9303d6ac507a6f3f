using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Which layers of an image are squashed.</summary>
/// <param name="First">The lowest, counted from 0.</param>
/// <param name="End">The one above the highest.</param>
internal readonly record struct LayerRange(int First, int End)
{
    /// <summary>Finds the range that is meant.</summary>
    /// <exception cref="AimeeException">The image has no such layers, or does not stand on the base.</exception>
    public static LayerRange Of(Image image, SquashOptions options, Image? baseImage)
    {
        var count = image.Layers.Length;
        var first = baseImage is null ? options.From : CheckBase(image, baseImage);
        var last = options.To ?? count - 1;
        if (count == 0)
        {
            throw new AimeeException($"{image.Name}: the image has no layers: there is nothing to squash.");
        }

        if (first == count && baseImage is not null)
        {
            throw new AimeeException($"{image.Name}: nothing lies above the base image {baseImage.Name}.");
        }

        return first >= 0 && first <= last && last < count
            ? new LayerRange(first, last + 1)
            : throw new AimeeException($"{image.Name}: there is no range of layers from {first} to {last}: they are counted from 0 to {count - 1}.");
    }

    private static int CheckBase(Image image, Image baseImage)
    {
        var below = baseImage.Config.DiffIds;
        return image.Config.DiffIds.AsSpan().StartsWith(below.AsSpan())
            ? below.Length
            : throw new AimeeException($"{image.Name}: its lowest layers are not those of {baseImage.Name}: it does not stand on that base.");
    }
}
