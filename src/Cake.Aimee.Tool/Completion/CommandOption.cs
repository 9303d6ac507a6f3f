using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Tool.Completion;

/// <summary>An option of the command line: those of every Cake host, and those of our tasks.</summary>
/// <param name="Name">Its name, with the dashes.</param>
/// <param name="Meaning">What it does, in a few words.</param>
/// <param name="Values">Its values with blanks between, or one of the kinds below; empty when anything goes, null for a switch.</param>
internal sealed record CommandOption(string Name, string Meaning, string? Values = null)
{
    /// <summary>Names of tasks, packages and stages.</summary>
    public const string Targets = "<target>";

    /// <summary>Names of packages.</summary>
    public const string Packages = "<package>";

    /// <summary>Names of configs.</summary>
    public const string Configs = "<config>";

    private const string Anything = "";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<CommandOption> All =
    [
        new("--target", "The task to run; may be given several times", Targets),
        new("--package", "The package that is meant", Packages),
        new("--config", "The config to lay over the default", Configs),
        new("--jobs", "How many stages run at once", Anything),
        new("--max-load", "No further stage starts above this load", Anything),
        new("--keep-going", "Finishes what does not need a failed stage"),
        new("--keep-work", "Leaves work/ when a package is done"),
        new("--dependencies", "Where what the targets need comes from", "build pull"),
        new("--explain", "Says why stages run or do not"),
        new("--engine", "What runs containers", "auto docker buildah"),
        new("--format", "The form of the answer", "text table json github gitlab jenkins gcc dot mermaid make html"),
        new("--output", "The file for the answer", Anything),
        new("--input", "The image to work on", Anything),
        new("--stage", "The stage whose place Shell opens", string.Join(' ', StageNames.All)),
        new("--var", "The variable that Query is asked for", Anything),
        new("--verify", "Compares known sources with what comes now"),
        new("--refresh", "Writes down what sources are now"),
        new("--scope", "What a pipeline makes", "packages images"),
        new("--max-jobs", "How many jobs a pipeline may have", Anything),
        new("--check", "Compares with the file that is there"),
        new("--branch", "The branch whose image is made", Anything),
        new("--sub-branch", "Which image branches are made", Anything),
        new("--push", "Sends images to the registry"),
        new("--no-setup", "Installs nothing"),
        new("--working", "The directory to run in", Anything),
        new("--verbosity", "How much is shown", "quiet minimal normal verbose diagnostic"),
        new("--description", "Lists the tasks"),
        new("--tree", "Shows which task needs which"),
        new("--dryrun", "Names the tasks that would run"),
        new("--exclusive", "Runs the target alone"),
        new("--no-report", "Leaves out the summary"),
        new("--version", "Shows the version"),
        new("--info", "Shows the version and more"),
        new("--help", "Shows the options of every host"),
    ];

    /// <summary>What is typed: with the sign that a value follows.</summary>
    public string Word => Values is null ? Name : Name + "=";

    /// <summary>Finds an option.</summary>
    /// <param name="name">Its name, long or short.</param>
    public static CommandOption? Find(string name) => All.FirstOrDefault(option => option.Name == Long(name));

    private static string Long(string name) => name switch
    {
        "-t" => "--target",
        "-w" => "--working",
        "-v" => "--verbosity",
        _ => name,
    };
}
