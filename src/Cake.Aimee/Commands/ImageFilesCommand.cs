using Cake.Aimee.Engines;
using Cake.Aimee.Oci;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Commands;

/// <summary>Squashes, flattens and looks into images, from files or out of an engine.</summary>
/// <param name="processes">Runs the engine, when the image comes out of one.</param>
/// <param name="output">Where the user reads.</param>
/// <param name="progress">Is told how far the work has got; null when nobody listens.</param>
public sealed class ImageFilesCommand(IProcessRunner processes, TextWriter output, IProgress<SquashProgress>? progress)
{
    /// <summary>Makes one layer of several, and tells what came of it.</summary>
    /// <param name="options">What, and how; the input may be <c>docker:NAME</c> or <c>buildah:NAME</c>.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="Diagnostics.AimeeException">The input is not sound, or the output can not be written.</exception>
    public async Task<SquashResult> SquashAsync(SquashOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var input = await OpenAsync(options.Input, options.Output, cancellationToken).ConfigureAwait(false);
        var result = await Squash.RunAsync(options with { Input = input.Path }, progress, cancellationToken).ConfigureAwait(false);
        foreach (var image in result.Images)
        {
            await output.WriteLineAsync(
                $"{image.InputLayers} layers of {image.InputSize} bytes became {image.OutputSize} bytes in {image.Entries} entries: "
                + (image.Manifest is { } manifest ? $"{options.Output}, {manifest.Digest}" : "nothing was written")).ConfigureAwait(false);
        }

        await WarnAsync(result.Warnings).ConfigureAwait(false);
        return result;
    }

    /// <summary>Makes one tar archive of all that a container of the image sees.</summary>
    /// <param name="options">What, and how; the input may be <c>docker:NAME</c> or <c>buildah:NAME</c>.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="Diagnostics.AimeeException">The input is not sound, or the output can not be written.</exception>
    public async Task FlattenAsync(FlattenOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var input = await OpenAsync(options.Input, options.Output, cancellationToken).ConfigureAwait(false);
        var warnings = await Flatten.RunAsync(options with { Input = input.Path }, progress, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync($"{options.Output}: {new FileInfo(options.Output).Length} bytes").ConfigureAwait(false);
        await WarnAsync(warnings).ConfigureAwait(false);
    }

    /// <summary>Finds out what each layer of an image adds, hides and wastes.</summary>
    /// <param name="input">A path, or <c>docker:NAME</c> or <c>buildah:NAME</c>.</param>
    /// <param name="reference">Which image of the input; null when there is but one.</param>
    /// <param name="platform">Which platform's image; null for the only one there is or else this machine's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Diagnostics.AimeeException">The image is not sound.</exception>
    public async Task<ImageUsage> LayersAsync(
        string input, string? reference, Platform? platform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var opened = await OpenAsync(input, Path.Combine(Path.GetTempPath(), "layers"), cancellationToken).ConfigureAwait(false);
        return await Diff.RunAsync(opened.Path, reference, platform, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task WarnAsync(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            await output.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
        }
    }

    /// <summary>An engine's image is saved beside the output, where there has to be room anyway.</summary>
    private async Task<OpenedInput> OpenAsync(string input, string beside, CancellationToken cancellationToken)
    {
        IEngine? engine = input.Split(':')[0] switch
        {
            "docker" => new DockerEngine(processes),
            "buildah" => new BuildahEngine(processes),
            _ => null,
        };
        if (engine is null)
        {
            return new OpenedInput(input, place: null);
        }

        var place = OutputPlace.Take(beside);
        var opened = new OpenedInput(Path.Combine(place.Directory, "input.tar"), place);
        try
        {
            await engine.SaveAsync(ImageReference.Parse(input[(engine.Name.Length + 1)..]), opened.Path, cancellationToken).ConfigureAwait(false);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private sealed class OpenedInput(string path, OutputPlace? place) : IDisposable
    {
        internal string Path => path;

        public void Dispose() => place?.Dispose();
    }
}
