using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Finds out what each layer of an image adds, hides and wastes. Only headers are kept.</summary>
public static class Diff
{
    /// <summary>Looks at an image.</summary>
    /// <param name="input">An OCI layout (a directory or a tar archive) or a docker archive.</param>
    /// <param name="reference">Which image of the input: its name, tag or digest; null when there is but one.</param>
    /// <param name="platform">Which platform's image; null takes the only one there is or else this machine's.</param>
    /// <param name="progress">Told a few times a second how far the work has got.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">The image is not sound; the message names layer and entry.</exception>
    public static Task<ImageUsage> RunAsync(
        string input,
        string? reference = null,
        Platform? platform = null,
        IProgress<SquashProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(
            () => FileFaults.Explain(input, () => Run(input, reference, platform, new ProgressMeter(progress), cancellationToken)),
            cancellationToken);

    private static ImageUsage Run(
        string input, string? reference, Platform? platform, ProgressMeter meter, CancellationToken cancellationToken)
    {
        using var source = ImageSource.Open(input);
        var image = source.Load(reference, platform);
        var options = new LayerContentOptions(
            Path.GetTempPath(), Verify: false, Environment.ProcessorCount, new SquashOptions(input, "").MaximumExpansion, meter)
        {
            WithContents = false,
        };
        using var contents = LayerContents.Open(image.Layers, image.Layers.Length, options, cancellationToken);
        var warnings = new Warnings();
        var tree = contents.BuildTree(warnings);
        meter.Finish();

        var commands = Commands(image);
        return new ImageUsage(
            image.Name,
            [.. tree.Tallies.Select((tally, index) => Describe(image.Layers[index], index, commands.ElementAtOrDefault(index), tally))],
            warnings.ToImmutable());
    }

    private static ImmutableArray<string?> Commands(Image image) =>
        [.. image.Config.History.Where(entry => !entry.IsEmpty).Select(entry => entry.CreatedBy)];

    private static LayerUsage Describe(Layer layer, int index, string? createdBy, LayerTally tally) => new(
        index, layer.DiffId, createdBy, layer.Content.Length,
        tally.Entries, tally.Bytes, tally.Markers, tally.HiddenEntries, tally.HiddenBytes, tally.WastedBytes);
}
