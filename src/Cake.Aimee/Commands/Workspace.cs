using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Engines;
using Cake.Aimee.Git;
using Cake.Aimee.Images;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Commands;

/// <summary>A tree, its config, and what follows from both: what every command works on.</summary>
public sealed class Workspace
{
    private readonly EngineSelection engines;
    private IEngine? engine;

    private Workspace(AimeeOptions options, Config config, ImageSystem system, IProcessRunner processes)
    {
        Options = options;
        Config = config;
        System = system;
        Processes = processes;
        engines = new EngineSelection(processes);
        Context = new ImageContext(
            config.Target is null ? TargetTriple.Host : TargetTriple.Parse(config.Target), TargetTriple.Host, config);
    }

    /// <summary>What the user asked for.</summary>
    public AimeeOptions Options { get; }

    /// <summary>The tree's config, layered.</summary>
    public Config Config { get; }

    /// <summary>The system that images are made of.</summary>
    public ImageSystem System { get; }

    /// <summary>Runs programs.</summary>
    public IProcessRunner Processes { get; }

    /// <summary>What the program adds to what every tree knows.</summary>
    public TreeExtensions Extensions { get; internal set; } = TreeExtensions.None;

    /// <summary>What the system is told.</summary>
    public ImageContext Context { get; }

    /// <summary>Where images' logs and work go.</summary>
    public string ImagesDirectory => Path.Combine(Config.Paths.Tmp, "images");

    /// <summary>Finds the tree and reads its config.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="systems">The systems that there are.</param>
    /// <param name="processes">Runs programs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Diagnostics.AimeeException">There is no tree, or its config has faults: all of them.</exception>
    public static async Task<Workspace> OpenAsync(
        AimeeOptions options, ImageSystems systems, IProcessRunner processes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(systems);
        var top = TreeRoot.Find(options.Directory);
        var sections = systems.All.Select(system => system.Section ?? ConfigSection.Empty(system.Name)).ToList();
        var config = await ConfigReader.ReadAsync(
            top.Directory, options.Config, sections, processes, TargetTriple.Host.Canonical, cancellationToken).ConfigureAwait(false);
        config = config with { Upstream = config.Upstream.WithCredentials(Environment.GetEnvironmentVariable) };
        return new Workspace(options, config, systems.Get(config.Images.System), processes);
    }

    /// <summary>The engine that is used: the command line's, else the config's.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Diagnostics.AimeeException">There is none.</exception>
    public async Task<IEngine> EngineAsync(CancellationToken cancellationToken) =>
        engine ??= await engines.SelectAsync(EngineChoice, cancellationToken).ConfigureAwait(false);

    /// <summary>Which engine the user wants.</summary>
    public EngineChoice EngineChoice => Options.Engine ?? AimeeOptions.ReadEngine(Config.Images.Engine);

    /// <summary>What the system is told, and of which repository and commit the tree is: git is asked, where there is one.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImageContext> TracedContextAsync(CancellationToken cancellationToken) =>
        Programs.Find("git") is not null
        && await GitRepository.FindAsync(Config.TopDirectory, Processes, cancellationToken).ConfigureAwait(false) is { } repository
            ? Context with
            {
                Source = await repository.OriginAsync(cancellationToken).ConfigureAwait(false),
                Revision = await repository.CommitAsync("HEAD", cancellationToken).ConfigureAwait(false),
            }
            : Context;

    /// <summary>The plan of an image.</summary>
    /// <param name="kind">Which image.</param>
    /// <exception cref="Diagnostics.AimeeException">The system can not make it.</exception>
    public ImagePlan Plan(ImageKind kind) => ImagePlanner.Plan(kind, System, Context);

    /// <summary>The programs that the chain needs on this machine.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImmutableArray<SystemProgram>> ProgramsAsync(CancellationToken cancellationToken) =>
    [
        .. System.Programs(Context),
        .. await engines.ProgramsAsync(EngineChoice, cancellationToken).ConfigureAwait(false),
        .. Emulator(),
        .. Registry(),
    ];

    /// <summary>An image's repository in the config's registry.</summary>
    /// <param name="plan">The image.</param>
    /// <exception cref="Diagnostics.AimeeException">The config names no registry, or what can be none.</exception>
    internal ImageReference InRegistry(ImagePlan plan) => Config.Images.Registry is { Length: > 0 } registry
        ? ImageReference.Parse($"{registry.TrimEnd('/')}/{plan.Reference.Repository}")
        : throw new Diagnostics.AimeeException(
            "There is no registry to push to and to pull from. Name one in the config: 'images: {registry: registry.example.org}'.");

    private IEnumerable<SystemProgram> Registry() => Config.Images.Registry is null
        ? []
        : [new("skopeo", "skopeo", "asks registries what they have")];

    private IEnumerable<SystemProgram> Emulator() => Context.Target == Context.BuildMachine
        ? []
        : [new($"{Context.Target.Qemu}-static", "qemu-user-static", "runs what was compiled for the target") { Optional = true }];
}
