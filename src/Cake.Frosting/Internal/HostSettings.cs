using System.ComponentModel;
using Cake.Cli;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>The command line. What is not named here becomes the build's arguments.</summary>
internal sealed class HostSettings : CommandSettings
{
    [CommandOption("--target|-t|--Target <TARGET>")]
    [DefaultValue("Default")]
    [Description("The task to run; may be given several times.")]
    public string[] Targets { get; set; } = [];

    [CommandOption("--working|-w <PATH>")]
    [TypeConverter(typeof(Cake.Cli.DirectoryPathConverter))]
    [Description("The directory to run in.")]
    public DirectoryPath? WorkingDirectory { get; set; }

    [CommandOption("--verbosity|-v <VERBOSITY>")]
    [TypeConverter(typeof(VerbosityConverter))]
    [Description("How much is shown: Quiet, Minimal, Normal, Verbose or Diagnostic.\nWithout it, the configuration says; else it is Normal.")]
    public Verbosity? Verbosity { get; set; }

    [CommandOption("--description|--descriptions|--showdescription|--showdescriptions")]
    [Description("Lists the tasks with their descriptions.")]
    public bool Description { get; set; }

    [CommandOption("--tree|--showtree")]
    [Description("Shows which task needs which.")]
    public bool Tree { get; set; }

    [CommandOption("--dryrun|--noop|--whatif")]
    [Description("Names the tasks that would run, and runs none.")]
    public bool DryRun { get; set; }

    [CommandOption("--exclusive|-e")]
    [Description("Runs the target alone, without what it depends on.")]
    public bool Exclusive { get; set; }

    [CommandOption("--version|--ver")]
    [Description("Shows the version.")]
    public bool Version { get; set; }

    [CommandOption("--info")]
    [Description("Shows the version and more about Cake.")]
    public bool Info { get; set; }

    [CommandOption("--no-report")]
    [Description("Leaves out the summary at the end of a run that succeeded.")]
    public bool NoReport { get; set; }
}
