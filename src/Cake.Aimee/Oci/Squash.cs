using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>
/// Makes one layer of several, by the rules of the OCI image spec, layer.md: what a container sees stays the same,
/// to the last extended attribute. Nothing is unpacked and no root is needed. Memory grows with the number of files,
/// not with their bytes; besides the output, disk space is needed only for layers that come compressed. The output
/// appears whole or not at all, and the same input and options make the same bytes.
/// </summary>
public static class Squash
{
    /// <summary>Squashes an image.</summary>
    /// <param name="options">What, and how.</param>
    /// <param name="progress">Told a few times a second how far the work has got.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="AimeeException">
    /// The input is not sound, or the output can not be written; the message names image, layer and entry.
    /// </exception>
    public static Task<SquashResult> RunAsync(
        SquashOptions options, IProgress<SquashProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(
            () => FileFaults.Explain($"{options.Input} can not be squashed to {options.Output}", () => Run(options, progress, cancellationToken)),
            cancellationToken);
    }

    private static SquashResult Run(SquashOptions options, IProgress<SquashProgress>? progress, CancellationToken cancellationToken)
    {
        using var source = ImageSource.Open(options.Input);
        using var baseSource = options.Base is null ? null : ImageSource.Open(options.Base);
        using var run = new SquashRun(options, new ProgressMeter(progress), cancellationToken);
        return run.Run(source, baseSource);
    }
}
