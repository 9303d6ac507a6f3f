using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>
/// Gentoo: the userland is a published stage3, verified; the toolchains are built by crossdev. A whole chain takes hours,
/// fewer with binary packages.
/// </summary>
public sealed class GentooSystem : ImageSystem
{
    /// <inheritdoc/>
    public override string Name => "gentoo";

    /// <inheritdoc/>
    public override ConfigSection Section => GentooOptions.Section;

    /// <inheritdoc/>
    public override ImmutableArray<SystemProgram> Programs(ImageContext context) =>
        [new("gpgv", "gpgv", "verifies the stage3's signatures"), new("xz", "xz-utils", "unpacks the stage3")];

    /// <inheritdoc/>
    public override ImmutableArray<KnownFailure> KnownFailures =>
    [
        new("there are no ebuilds to satisfy", "There is no such package, or none of that version: look at images.packages and images.gentoo.versions in the config."),
        new("keyword changes are necessary", "Portage accepts no stable version of it: add the lines that it names to images.gentoo.package.accept_keywords."),
        new("USE changes are necessary", "Add the lines that Portage names to images.gentoo.package.use."),
        new("license changes are necessary", "Accept the licence: 'images: {gentoo: {make-conf: {ACCEPT_LICENSE: …}}}'."),
    ];

    /// <inheritdoc/>
    public override Task<ImmutableArray<KeyValuePair<string, string>>> LookAsync(
        ImageContext context, IProcessRunner processes, CancellationToken cancellationToken) =>
        GentooStage3.LookAsync(context, processes, cancellationToken);

    /// <inheritdoc/>
    public override Stage3Recipe Stage3(ImageContext context) => GentooStage3.Recipe(context);

    /// <inheritdoc/>
    public override ImageRecipe Base(ImageContext context)
    {
        var options = GentooOptions.Section.In(context.Config);
        var hasBinhost = PortageSettings.Binhost(options, context) is not null;
        return Recipe(
            context,
            [
                new("settings", PortageSettings.MakeConfScript) { Files = PortageSettings.Files(options, context), Commit = false },
                new("repository", $"emerge-webrsync{(options.Snapshot is { } day ? $" --revert={day}" : "")}"),
                .. options.Profile is { } profile ? [new ImageStep("profile", $"eselect profile set {profile}") { Commit = false }] : Array.Empty<ImageStep>(),
                .. hasBinhost ? [new ImageStep("binary-packages", "getuto") { Commit = false }] : Array.Empty<ImageStep>(),
                Emerge("tools", GentooPackages.Base),
                new("overlays", Overlays(options)),
                .. Extra(context, ImageKind.Base),
            ]);
    }

    /// <inheritdoc/>
    public override ImageRecipe Cross(ImageContext context)
    {
        var toolchain = new GentooToolchain(context);
        return Recipe(context, [.. toolchain.Steps, .. Extra(context, ImageKind.Cross), toolchain.Names]) with
        {
            Environment = toolchain.Environment,
        };
    }

    /// <inheritdoc/>
    public override ImageRecipe Build(ImageContext context) => Recipe(
        context,
        [
            Emerge("compiling", GentooPackages.Compiling),
            Emerge("bootable-images", GentooPackages.BootableImages),
            .. Extra(context, ImageKind.Build),
        ]);

    /// <inheritdoc/>
    public override string Sysroot(ImageContext context) => new GentooToolchain(context).Sysroot;

    /// <summary>Where Portage leaves the logs of packages that it could not build; those of others go when they are installed.</summary>
    internal static readonly ImmutableArray<string> Failures = ["/var/tmp/portage/*/*/temp/build.log"];

    /// <summary>A step that installs packages; logs of those that fail are brought out.</summary>
    internal static ImageStep Emerge(string name, params ImmutableArray<string> packages) =>
        new(name, $"emerge --noreplace {string.Join(' ', packages)}") { Logs = Failures };

    private static string Overlays(GentooOptions options) => string.Join(
        '\n',
        options.Overlays
            .SelectMany(overlay => new[] { $"eselect repository add {overlay.Key} git {overlay.Value}", $"emaint sync --repo {overlay.Key}" })
            .Prepend("eselect repository create crossdev"));

    private static IEnumerable<ImageStep> Extra(ImageContext context, ImageKind kind) =>
        context.Packages(kind) is { IsEmpty: false } packages
            ? [Emerge("config-packages", packages) with { ConfigKey = $"images.packages.{kind.ToString().ToLowerInvariant()}" }]
            : [];

    private static ImageRecipe Recipe(ImageContext context, ImmutableArray<ImageStep> steps)
    {
        var options = GentooOptions.Section.In(context.Config);
        // The environment's options would hide those of make.conf, so the user's stand behind ours. Signatures are asked for
        // where binary packages are fetched (binrepos.conf): FEATURES would ask the packages built here for them, too.
        var emerge = new[] { "--usepkg", "--quiet-build", PortageSettings.Binhost(options, context) is null ? "" : "--getbinpkg", options.MakeConf.GetValueOrDefault("EMERGE_DEFAULT_OPTS", "") };
        return new(steps)
        {
            StepEnvironment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("EMERGE_DEFAULT_OPTS", string.Join(' ', emerge.Where(option => option.Length > 0)))
                .Add("FEATURES", "buildpkg")
                .Add("LC_ALL", "C.UTF-8")
                .Add("PKGDIR", GentooToolchain.BinaryPackages(context.BuildMachine)),
            Caches =
            [
                new(Path.Combine(context.Config.Paths.Sources, "distfiles"), "/var/cache/distfiles"),
                new(Path.Combine(context.Config.Paths.Sources, "binhost"), "/var/cache/binhost"),
                new(Path.Combine(context.Config.Paths.Artifacts, "binpkgs"), "/var/cache/binpkgs"),
            ],
        };
    }
}
