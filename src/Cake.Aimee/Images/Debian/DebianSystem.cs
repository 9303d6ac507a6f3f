using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images.Debian;

/// <summary>
/// Debian: the userland comes from mmdebstrap, the toolchains are the distribution's cross packages. A whole chain
/// takes minutes.
/// </summary>
public sealed class DebianSystem : ImageSystem
{
    /// <inheritdoc/>
    public override string Name => "debian";

    /// <inheritdoc/>
    public override ConfigSection Section => DebianOptions.Section;

    /// <inheritdoc/>
    public override ImmutableArray<SystemProgram> Programs(ImageContext context) =>
        [new("mmdebstrap", "mmdebstrap", "makes the debian userland")];

    /// <inheritdoc/>
    public override ImmutableArray<KnownFailure> KnownFailures =>
    [
        new("Unable to locate package", UnknownPackage),
        new("has no installation candidate", UnknownPackage),
        new("does not have a Release file", "There is no such release on the mirror. Look at images.stage3.mirror and images.debian.suite in the config."),
        new("404  Not Found", "The mirror does not have what it lists. Look at images.stage3.mirror in the config, or try again later."),
        new("NO_PUBKEY", "The mirror's signature is by a key that this machine does not have: install debian-archive-keyring."),
    ];

    private const string UnknownPackage = "Look at the package's name: the config lists additional packages under images.packages.";

    /// <inheritdoc/>
    public override Stage3Recipe Stage3(ImageContext context) => DebianStage3.Recipe(context);

    /// <inheritdoc/>
    public override ImageRecipe Base(ImageContext context) =>
        Recipe(context, [Install("packages", DebianPackages.Base), .. Extra(context, ImageKind.Base)]);

    /// <inheritdoc/>
    public override ImageRecipe Cross(ImageContext context)
    {
        var toolchain = DebianToolchain.Of(context);
        return Recipe(
            context,
            [
                Install("toolchain", toolchain.Packages) with { Script = toolchain.InstallScript },
                Install("rust", toolchain.RustPackages),
                .. Extra(context, ImageKind.Cross),
                new ImageStep("names", toolchain.NamesScript),
            ]) with
        {
            Environment = toolchain.Environment,
        };
    }

    /// <inheritdoc/>
    public override ImageRecipe Build(ImageContext context) => Recipe(
        context,
        [
            Install("compiling", DebianPackages.Compiling),
            Install("bootable-images", DebianPackages.BootableImages),
            .. Extra(context, ImageKind.Build),
        ]);

    /// <inheritdoc/>
    public override string Sysroot(ImageContext context) =>
        DebianToolchain.Of(context).Sysroot;

    /// <summary>A step that installs packages; it fails, naming it, when there is no such package.</summary>
    internal static ImageStep Install(string name, ImmutableArray<string> packages) => new(
        name,
        $"""
        apt-get update
        apt-get install --yes --no-install-recommends {string.Join(' ', packages)}
        rm -f /var/cache/apt/*.bin
        """);

    private static IEnumerable<ImageStep> Extra(ImageContext context, ImageKind kind) =>
        context.Packages(kind) is { IsEmpty: false } packages
            ? [Install("config-packages", packages) with { ConfigKey = $"images.packages.{kind.ToString().ToLowerInvariant()}" }]
            : [];

    private static ImageRecipe Recipe(ImageContext context, ImmutableArray<ImageStep> steps) => new(steps)
    {
        StepEnvironment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("DEBIAN_FRONTEND", "noninteractive").Add("LC_ALL", "C.UTF-8"),
        Caches =
        [
            new(Path.Combine(context.Config.Paths.Sources, "apt", "archives"), "/var/cache/apt/archives"),
            new(Path.Combine(context.Config.Paths.Sources, "apt", "lists"), "/var/lib/apt/lists"),
        ],
    };
}
