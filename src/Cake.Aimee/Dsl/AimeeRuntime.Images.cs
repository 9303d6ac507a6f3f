using Cake.Aimee.Commands;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Dsl;

/// <content>Work on image files, for tasks and aliases alike.</content>
public sealed partial class AimeeRuntime
{
    internal Task SquashAsync(CancellationToken cancellationToken) => SquashAsync(ImageArguments().Squash(), cancellationToken);

    internal Task FlattenAsync(CancellationToken cancellationToken) => FlattenAsync(ImageArguments().Flatten(), cancellationToken);

    internal async Task LayersAsync(CancellationToken cancellationToken)
    {
        var arguments = ImageArguments();
        var usage = await LayersAsync(arguments.Input, arguments.Reference, arguments.Platform, cancellationToken).ConfigureAwait(false);
        await answers.WriteLineAsync(Options().Format == "json" ? usage.ToJson() : usage.ToTable()).ConfigureAwait(false);
    }

    internal async Task<SquashResult> SquashAsync(SquashOptions options, CancellationToken cancellationToken)
    {
        SquashResult? result = null;
        await SquashReporter.RunAsync(async progress =>
            result = await Files(progress).SquashAsync(options, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return result!;
    }

    internal Task FlattenAsync(FlattenOptions options, CancellationToken cancellationToken) =>
        SquashReporter.RunAsync(progress => Files(progress).FlattenAsync(options, cancellationToken));

    internal async Task<ImageUsage> LayersAsync(
        string input, string? reference, Platform? platform, CancellationToken cancellationToken)
    {
        ImageUsage? usage = null;
        await SquashReporter.RunAsync(async progress =>
            usage = await Files(progress).LayersAsync(input, reference, platform, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return usage!;
    }

    private ImageArguments ImageArguments() => new(Argument, Standing.Directory(context));

    private ImageFilesCommand Files(IProgress<SquashProgress>? progress) => new(processes, output, progress);
}
