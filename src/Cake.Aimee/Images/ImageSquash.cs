using System.Collections.Immutable;
using System.Globalization;
using Cake.Aimee.Engines;
using Cake.Aimee.Oci;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images;

/// <summary>Makes one layer of an engine's image: out of the engine, squashed, an OCI layout beside it, and back in.</summary>
internal sealed class ImageSquash(IEngine engine, ImagePlan plan, string workDirectory)
{
    /// <summary>Squashes an image and gives the result the planned name.</summary>
    /// <param name="from">The image with all its layers.</param>
    /// <param name="squash">How.</param>
    /// <param name="onLine">Takes what is to be said, for the log.</param>
    /// <param name="cancellationToken">Gives up; the image is not tagged, and the layout is as it was.</param>
    internal async Task<EngineImage> RunAsync(
        ImageReference from, SquashPlan squash, Action<ProcessLine> onLine, CancellationToken cancellationToken)
    {
        var (layered, flat) = (Path.Combine(workDirectory, "layered.tar"), Path.Combine(workDirectory, "flat.tar"));
        Say($"saving {from} out of {engine.Name}");
        await engine.SaveAsync(from, layered, cancellationToken).ConfigureAwait(false);

        var progress = new Percentage(Say);
        Directory.CreateDirectory(Path.GetDirectoryName(squash.Layout)!);
        var written = await Squash.RunAsync(
            new SquashOptions(layered, squash.Layout)
            {
                Name = plan.Reference.ToString(),
                Compression = squash.Compression,
                CompressionLevel = squash.Level,
                Annotations = Annotations,
            },
            progress,
            cancellationToken).ConfigureAwait(false);
        Say($"wrote {squash.Layout}");

        // An engine wants its layers plain; the archive that it just wrote itself need not be verified once more.
        await Squash.RunAsync(
            new SquashOptions(layered, flat)
            {
                Name = plan.Reference.ToString(),
                Format = ImageFormat.DockerArchive,
                Verify = false,
            },
            progress,
            cancellationToken).ConfigureAwait(false);
        foreach (var warning in written.Warnings)
        {
            Say(warning);
        }

        File.Delete(layered);
        Say($"loading {plan.Reference} into {engine.Name}");
        var image = await engine.LoadAsync(flat, plan.Reference, cancellationToken).ConfigureAwait(false);
        File.Delete(flat);
        return image;

        void Say(string text) => onLine(new ProcessLine(text, IsError: false));
    }

    private ImmutableSortedDictionary<string, string> Annotations => plan.Settings.Labels
        .Where(label => label.Key.StartsWith("org.opencontainers.", StringComparison.Ordinal))
        .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private sealed class Percentage(Action<string> say) : IProgress<SquashProgress>
    {
        public void Report(SquashProgress value) => say(string.Create(
            CultureInfo.InvariantCulture, $"{value.Activity}: {value.Done * 100.0 / Math.Max(1, value.Total):0} %, {value.BytesPerSecond / 1e6:0} MB/s"));
    }
}
