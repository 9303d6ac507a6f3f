using System.Collections.Immutable;
using Cake.Aimee.Commands;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.Oci;
using Cake.Core;
using Cake.Core.Annotations;

namespace Cake.Aimee.Dsl;

/// <summary>Makes and works on container images: a tree's chain, one layer of several, one archive of an image, what layers waste.</summary>
[CakeAliasCategory("Aimee")]
[CakeNamespaceImport("Cake.Aimee.Oci")]
[CakeNamespaceImport("Cake.Aimee.Images")]
[CakeNamespaceImport("Cake.Aimee.Archives")]
public static class ImageAliases
{
    /// <summary>Makes the images of the tree's chain, in the middle of a task of the script's own; those that are up to date stay.</summary>
    /// <param name="context">The script's context.</param>
    /// <param name="last">The last image that is wanted; those before it are made too.</param>
    /// <returns>The images, the first of the chain first.</returns>
    /// <exception cref="CakeException">There is no tree, its config has errors, or an image can not be made.</exception>
    /// <example>
    /// <code>
    /// Task("Nightly").Does(() =>
    /// {
    ///     var cross = AimeeImages(ImageKind.Cross)[^1];
    ///     Information($"The toolchain is in {cross.Digest}");
    /// });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static ImmutableArray<EngineImage> AimeeImages(this ICakeContext context, ImageKind last = ImageKind.Build) =>
        Run(context, nameof(AimeeImages), (runtime, _, token) => runtime.MakeImagesAsync(last, token));

    /// <summary>Makes one layer of all layers of an image, in an OCI layout.</summary>
    /// <param name="context">The script's context.</param>
    /// <param name="input">An OCI layout (directory or tar archive), a docker archive, or <c>docker:NAME</c>, <c>buildah:NAME</c>.</param>
    /// <param name="output">The directory in which the layout is to appear.</param>
    /// <example>
    /// <code>
    /// AimeeSquash("image.tar", "artifacts/images/mine");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static SquashResult AimeeSquash(this ICakeContext context, string input, string output) =>
        AimeeSquash(context, new SquashOptions(input, output));

    /// <summary>Makes one layer of layers of an image.</summary>
    /// <param name="context">The script's context.</param>
    /// <param name="options">What, and how.</param>
    /// <exception cref="CakeException">The input is not sound, or the output can not be written; there is no output then.</exception>
    /// <example>
    /// <code>
    /// AimeeSquash(new SquashOptions("image.tar", "mine.tar")
    /// {
    ///     Format = ImageFormat.OciArchive,
    ///     Compression = Compression.Zstd,
    ///     Base = "base.tar",
    /// });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static SquashResult AimeeSquash(this ICakeContext context, SquashOptions options) =>
        Run(context, nameof(AimeeSquash), (runtime, directory, token) => runtime.SquashAsync(
            options with
            {
                Input = ImageArguments.Locate(options.Input, directory),
                Output = Path.GetFullPath(options.Output, directory),
                Base = options.Base is null ? null : Path.GetFullPath(options.Base, directory),
            },
            token));

    /// <summary>Makes one tar archive of all that a container of an image sees.</summary>
    /// <param name="context">The script's context.</param>
    /// <param name="input">An OCI layout (directory or tar archive), a docker archive, or <c>docker:NAME</c>, <c>buildah:NAME</c>.</param>
    /// <param name="output">The archive.</param>
    /// <exception cref="CakeException">The input is not sound, or the output can not be written; there is no output then.</exception>
    /// <example>
    /// <code>
    /// AimeeFlatten("buildah:build/base", "rootfs.tar");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static void AimeeFlatten(this ICakeContext context, string input, string output) =>
        Run(context, nameof(AimeeFlatten), async (runtime, directory, token) =>
        {
            var options = new FlattenOptions(ImageArguments.Locate(input, directory), Path.GetFullPath(output, directory));
            await runtime.FlattenAsync(options, token).ConfigureAwait(false);
            return options;
        });

    /// <summary>What each layer of an image adds, hides and wastes.</summary>
    /// <param name="context">The script's context.</param>
    /// <param name="input">An OCI layout (directory or tar archive), a docker archive, or <c>docker:NAME</c>, <c>buildah:NAME</c>.</param>
    /// <exception cref="CakeException">The image is not sound.</exception>
    /// <example>
    /// <code>
    /// Information(AimeeLayers("docker:build/base").ToTable());
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static ImageUsage AimeeLayers(this ICakeContext context, string input) =>
        Run(context, nameof(AimeeLayers), (runtime, directory, token) => runtime.LayersAsync(
            ImageArguments.Locate(input, directory), null, null, token));

    private static T Run<T>(ICakeContext context, string name, Func<AimeeRuntime, string, CancellationToken, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(context);
        var runtime = AimeeRuntime.Of(context);
        var directory = context.Environment.WorkingDirectory.FullPath;
        T result = default!;
        AimeeRuntime.GuardAsync(name, async token => result = await work(runtime, directory, token).ConfigureAwait(false)).GetAwaiter().GetResult();
        return result;
    }
}
