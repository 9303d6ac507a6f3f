using System.Collections.Immutable;
using System.Globalization;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Commands;

/// <summary>What the user asks for on the command line, beside the targets.</summary>
/// <param name="Directory">Where the user stands: the tree is looked for from here upwards.</param>
public sealed record AimeeOptions(string Directory)
{
    /// <summary>The largest number of stages that may run at once, and of jobs that a pipeline may be given.</summary>
    public const int MostJobs = 4096;

    /// <summary>The named config that is laid over the default: <c>--config=gentoo</c>.</summary>
    public string? Config { get; init; }

    /// <summary>Which engine: <c>--engine=auto|docker|buildah</c>; null leaves it to the config.</summary>
    public EngineChoice? Engine { get; init; }

    /// <summary>Whether missing programs are an error rather than installed: <c>--no-setup</c>.</summary>
    public bool NoSetup { get; init; }

    /// <summary>Whether to say why things are done: <c>--explain</c>.</summary>
    public bool Explain { get; init; }

    /// <summary>The form of what is printed: <c>--format=json</c>; null for people.</summary>
    public string? Format { get; init; }

    /// <summary>Packages or patterns of them: <c>--package=toolchain/*</c>, several with commas between; empty for those where the user stands.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];

    /// <summary>The variable that <c>Query</c> is asked for: <c>--var=VERSION</c>.</summary>
    public string? Variable { get; init; }

    /// <summary>Whether sources whose content is known are asked for again and compared: <c>--verify</c>.</summary>
    public bool Verify { get; init; }

    /// <summary>The same, and what the rules say of them is replaced by what comes now: <c>--refresh</c>.</summary>
    public bool Refresh { get; init; }

    /// <summary>The stage whose place <c>Shell</c> opens: <c>--stage=compile</c>; null for the one that failed.</summary>
    public string? Stage { get; init; }

    /// <summary>How many stages run at once: <c>--jobs=4</c>; null leaves it to the config.</summary>
    public int? Jobs { get; init; }

    /// <summary>The load average of the machine above which no further stage starts: <c>--max-load=3.5</c>; null for no bound.</summary>
    public double? MaxLoad { get; init; }

    /// <summary>Whether what does not need a failed stage goes on: <c>--keep-going</c>.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>Whether a package's <c>work/</c> is kept when it is done: <c>--keep-work</c>.</summary>
    public bool KeepWork { get; init; }

    /// <summary>Where packages come from that the requested ones need: <c>--dependencies=build|pull</c>.</summary>
    public DependencyOrigin Dependencies { get; init; }

    /// <summary>Absolute path of the file for what would be printed: <c>--output=graph.html</c>; null prints it.</summary>
    public string? Output { get; init; }

    /// <summary>Whether images go to the registry when they are made: <c>--push</c>.</summary>
    public bool Push { get; init; }

    /// <summary>The branch that <c>BranchImage</c> makes the image of: <c>--branch=cross/main</c>; null for that of CI, or the one checked out.</summary>
    public string? Branch { get; init; }

    /// <summary>Which image branches <c>ImageBranches</c> makes: <c>--sub-branch=feature</c>.</summary>
    public string SubBranch { get; init; } = Images.Branches.ImageBranch.Main;

    /// <summary>What a pipeline makes: <c>--scope=packages|images</c>.</summary>
    public PipelineScope Scope { get; init; }

    /// <summary>How many jobs a pipeline may have: <c>--max-jobs=40</c>; null for one a package.</summary>
    public int? MaxJobs { get; init; }

    /// <summary>Whether a file is compared with what would be written, and left as it is: <c>--check</c>.</summary>
    public bool Check { get; init; }

    /// <summary>Reads the options.</summary>
    /// <param name="directory">Where the user stands.</param>
    /// <param name="argument">The value of a command line argument by its name; null when it was not given.</param>
    /// <exception cref="AimeeException">An option has a value that it can not have.</exception>
    public static AimeeOptions Read(string directory, Func<string, string?> argument) => new(directory)
    {
        Config = NotEmpty(argument("config")),
        Engine = argument("engine") is { } engine ? ReadEngine(engine) : null,
        NoSetup = Switch(argument, "no-setup"),
        Explain = Switch(argument, "explain"),
        Format = NotEmpty(argument("format")),
        Packages = NotEmpty(argument("package")) is { } packages
            ? [.. packages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
            : [],
        Variable = NotEmpty(argument("var")),
        Stage = NotEmpty(argument("stage")),
        Verify = Switch(argument, "verify"),
        Refresh = Switch(argument, "refresh"),
        Scope = argument("scope") is { } scope ? ReadScope(scope) : PipelineScope.Packages,
        MaxJobs = argument("max-jobs") is { } most ? ReadCount("max-jobs", most) : null,
        Check = Switch(argument, "check"),
        Jobs = argument("jobs") is { } jobs ? ReadCount("jobs", jobs) : null,
        MaxLoad = argument("max-load") is { } load ? ReadLoad(load) : null,
        Push = Switch(argument, "push"),
        Branch = NotEmpty(argument("branch")),
        SubBranch = NotEmpty(argument("sub-branch")) ?? Images.Branches.ImageBranch.Main,
        KeepGoing = Switch(argument, "keep-going"),
        KeepWork = Switch(argument, "keep-work"),
        Dependencies = argument("dependencies") is { } origin ? ReadOrigin(origin) : DependencyOrigin.Build,
        Output = NotEmpty(argument("output")) is { } output ? Path.GetFullPath(output, directory) : null,
    };

    /// <summary>Reads the name of an engine.</summary>
    /// <param name="text">The name.</param>
    /// <exception cref="AimeeException">There is no such engine.</exception>
    public static EngineChoice ReadEngine(string text) =>
        Enum.GetNames<EngineChoice>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<EngineChoice>(text, ignoreCase: true)
            : throw new AimeeException($"There is no engine '{text}'. Use --engine=auto, --engine=docker or --engine=buildah.");

    private static int ReadCount(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostJobs
            ? count
            : throw new AimeeException($"--{name} takes a whole number from 1 to {MostJobs}; '{text}' is none.");

    private static double ReadLoad(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var load) && load is > 0 and < double.PositiveInfinity
            ? load
            : throw new AimeeException($"--max-load takes a load average above 0, such as 3.5; '{text}' is none.");

    private static DependencyOrigin ReadOrigin(string text) => text.ToLowerInvariant() switch
    {
        "build" => DependencyOrigin.Build,
        "pull" => DependencyOrigin.Pull,
        _ => throw new AimeeException($"--dependencies takes build or pull; '{text}' is neither."),
    };

    private static PipelineScope ReadScope(string text) => text.ToLowerInvariant() switch
    {
        "packages" => PipelineScope.Packages,
        "images" => PipelineScope.Images,
        _ => throw new AimeeException($"--scope takes packages or images; '{text}' is neither."),
    };

    private static bool Switch(Func<string, string?> argument, string name) => argument(name) switch
    {
        null => false,
        "" => true,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw new AimeeException($"--{name} is either there or not; '{text}' is neither true nor false."),
    };

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
