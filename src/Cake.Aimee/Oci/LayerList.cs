using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Checks that an image's layers and its config belong together.</summary>
internal static class LayerList
{
    // Engines stop at 127 or a few hundred.
    private const int Maximum = 4096;

    public static void Check(string image, int layers, ImageConfig config)
    {
        if (layers != config.DiffIds.Length)
        {
            throw new AimeeException(
                $"{image}: the manifest has {layers} layers, but the config names {config.DiffIds.Length} diff IDs: they do not belong together.");
        }

        if (layers > Maximum)
        {
            throw new AimeeException($"{image}: {layers} layers are more than any engine takes (at most {Maximum}).");
        }
    }
}
