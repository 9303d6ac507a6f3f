using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>
/// Makes one tar archive of what a container of an image sees, as <see cref="Squash"/> makes a layer, with the same
/// guarantees.
/// </summary>
public static class Flatten
{
    /// <summary>Flattens an image.</summary>
    /// <param name="options">What, and how.</param>
    /// <param name="progress">Told a few times a second how far the work has got.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>What was doubtful about the image.</returns>
    /// <exception cref="AimeeException">
    /// The input is not sound, or the output can not be written; the message names image, layer and entry.
    /// </exception>
    public static Task<ImmutableArray<string>> RunAsync(
        FlattenOptions options, IProgress<SquashProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => FileFaults.Explain(options.Input, () => Run(options, new ProgressMeter(progress), cancellationToken)), cancellationToken);
    }

    private static ImmutableArray<string> Run(FlattenOptions options, ProgressMeter meter, CancellationToken cancellationToken)
    {
        using var source = ImageSource.Open(options.Input);
        var image = source.Load(options.Reference, options.Platform);
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        var warnings = new Warnings();
        using var sink = OutputPlace.Open(options.Output, place => new TarFileSink(options.Output, place));
        var contentOptions = new LayerContentOptions(
            SpoolDirectory.For(options.Output), options.Verify, threads, options.MaximumExpansion, meter);
        using var contents = LayerContents.Open(image.Layers, image.Layers.Length, contentOptions, cancellationToken);
        contents.Run(() =>
        {
            var tree = contents.BuildTree(warnings);
            sink.LeavesMemory = contents.IsSpooled;
            meter.Expect(TreeSize.Of(tree, 0).Bytes);
            var format = new LayerFormat(options.Compression, options.CompressionLevel, threads, SplitSize: null);
            using var outputs = new LayerOutputs(sink, format, meter, contents.CancellationToken);
            new TreeWriter(tree, contents, 0, outputs).Write();
        });
        cancellationToken.ThrowIfCancellationRequested();
        sink.Commit();
        meter.Finish();
        return warnings.ToImmutable();
    }
}
