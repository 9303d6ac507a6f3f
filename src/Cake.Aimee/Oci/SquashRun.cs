using System.Collections.Immutable;
using System.Globalization;

namespace Cake.Aimee.Oci;

/// <summary>One squash: from the images of a source to the images of a sink.</summary>
internal sealed class SquashRun(SquashOptions options, ProgressMeter meter, CancellationToken cancellationToken) : IDisposable
{
    private readonly ImageSink? _sink = options.DryRun ? null : ImageSink.Open(options.Output, options.Format);
    private readonly Warnings _warnings = new();
    private readonly int _threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    private readonly string? _created = options.Created?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public SquashResult Run(ImageSource source, ImageSource? baseSource)
    {
        var images = options.AllPlatforms
            ? source.LoadAll(options.Reference)
            : [source.Load(options.Reference, options.Platform)];
        var squashed = images.Select(image => SquashImage(image, baseSource?.Load(platform: image.Config.Platform))).ToImmutableArray();
        if (_sink is not null)
        {
            var named = images.Zip(squashed, (image, result) => new NamedImage(options.Name ?? image.Reference, result));
            ImageIndex.Write(_sink, options.Format, [.. named]);
            cancellationToken.ThrowIfCancellationRequested();
            _sink.Commit();
        }

        meter.Finish();
        return new SquashResult(squashed, _warnings.ToImmutable());
    }

    public void Dispose() => _sink?.Dispose();

    private SquashedImage SquashImage(Image image, Image? baseImage)
    {
        var range = LayerRange.Of(image, options, baseImage);
        using var contents = LayerContents.Open(image.Layers, range.End, ContentOptions(range), cancellationToken);
        SquashedImage? result = null;
        contents.Run(() => result = SquashImage(image, baseImage, range, contents));
        return result!;
    }

    private SquashedImage SquashImage(Image image, Image? baseImage, LayerRange range, LayerContents contents)
    {
        var tree = contents.BuildTree(_warnings);
        var size = TreeSize.Of(tree, range.First);
        var inputSize = contents.Plain.Skip(range.First).Sum(layer => layer.Length);
        var result = new SquashedImage(
            image.Config.Platform, null, null, [], image.Layers.Length, inputSize, size.Bytes, size.Entries);
        if (_sink is null)
        {
            return result;
        }

        _sink.LeavesMemory = contents.IsSpooled;
        meter.Expect(size.Bytes);
        var written = WriteLayers(_sink, tree, range, contents);
        return Describe(_sink, image, baseImage, range, written, result with { OutputSize = written.Sum(layer => layer.Length) });
    }

    private ImmutableArray<WrittenLayer> WriteLayers(ImageSink sink, FileTree tree, LayerRange range, LayerContents contents)
    {
        var format = new LayerFormat(options.Compression, options.CompressionLevel, _threads, options.SplitSize);
        using var outputs = new LayerOutputs(sink, format, meter, contents.CancellationToken);
        new TreeWriter(tree, contents, range.First, outputs).Write();
        return outputs.Written;
    }

    private SquashedImage Describe(
        ImageSink sink, Image image, Image? baseImage, LayerRange range, ImmutableArray<WrittenLayer> written, SquashedImage result)
    {
        WrittenLayer Keep(Layer layer) => new(layer.DiffId, sink.Copy(layer, cancellationToken), 0);
        ImmutableArray<WrittenLayer> layers =
            [.. image.Layers[..range.First].Select(Keep), .. written, .. image.Layers[range.End..].Select(Keep)];
        var created = _created ?? image.Config.Created;
        var diffIds = layers.Select(layer => layer.DiffId).ToImmutableArray();
        var config = image.Config.With(new ConfigChange(
            diffIds, HistoryPlan.Make(image.Config, range, written.Length, options.History, created), options.Labels, _created));
        var configBlob = sink.Add(MediaTypes.Config, config.Content.AsSpan());
        var manifest = ImageManifest.Write(configBlob, layers, Annotations(image, baseImage));
        return result with
        {
            Manifest = sink.Add(MediaTypes.Manifest, manifest) with { Platform = config.Platform },
            ConfigDigest = configBlob.Digest,
            DiffIds = diffIds,
            Layers = [.. layers.Select(layer => layer.Blob)],
        };
    }

    private ImmutableSortedDictionary<string, string> Annotations(Image image, Image? baseImage)
    {
        var annotations = image.Annotations;
        if (baseImage?.ManifestDigest is { } digest)
        {
            annotations = annotations.SetItem("org.opencontainers.image.base.digest", digest.ToString());
        }

        if (baseImage?.Reference is { } name)
        {
            annotations = annotations.SetItem("org.opencontainers.image.base.name", name);
        }

        return annotations.SetItems(options.Annotations);
    }

    private LayerContentOptions ContentOptions(LayerRange range)
    {
        var directory = options.DryRun ? Path.GetTempPath() : SpoolDirectory.For(options.Output);
        return new LayerContentOptions(directory, options.Verify, _threads, options.MaximumExpansion, meter)
        {
            FirstLayer = range.First,
            WithContents = !options.DryRun,
            SmallestLeftOut = options.SmallestLeftOut,
        };
    }
}
