using System.Text;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.Running;

namespace Cake.Aimee.Stages;

/// <summary>One run of one stage: where it works, what it writes down, and how it runs shell.</summary>
internal sealed class StageRun : IDisposable
{
    private readonly IShellRunner runner;
    private readonly StageTools tools;
    private readonly string name;

    /// <summary>Begins the stage's log.</summary>
    /// <param name="context">The build.</param>
    /// <param name="node">The stage.</param>
    /// <param name="runner">Where its shell runs.</param>
    /// <param name="tools">What the build gives to it.</param>
    /// <param name="name">What its files are called after; null for the stage.</param>
    public StageRun(BuildContext context, StageNode node, IShellRunner runner, StageTools tools, string? name = null)
    {
        this.name = name ?? node.Stage;
        (Context, Node, this.runner, this.tools) = (context, node, runner, tools);
        Place = PackagePlace.Of(context.Config, node.Package);
        var secrets = StageEnvironment.Of(context, node.Package, runner, [], null).Secrets;
        Log = new StageLog(Place.LogOf(this.name), secrets, tools.OnLine);
    }

    /// <summary>The build.</summary>
    public BuildContext Context { get; }

    /// <summary>The stage.</summary>
    public StageNode Node { get; }

    /// <summary>The package that it works on.</summary>
    public PlannedPackage Package => Node.Package;

    /// <summary>The package's rules.</summary>
    public Package Rules => Node.Package.Package;

    /// <summary>The package's directories.</summary>
    public PackagePlace Place { get; }

    /// <summary>What the stage prints.</summary>
    public StageLog Log { get; }

    /// <summary>The time that programs are to take for the present one; prep finds it out.</summary>
    public long? Epoch { get; set; }

    /// <summary>What the stage's result follows from; null for stages that take away.</summary>
    public StageKey? Key { get; init; }

    /// <summary>Whether <c>work/</c> is no longer as prep has left it.</summary>
    public bool IsWorkUsed { get; init; }

    /// <summary>When the stage began.</summary>
    public DateTimeOffset Started { get; } = DateTimeOffset.UtcNow;

    /// <summary>How the stage's shell ended; 0 as long as none has failed.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Absolute path of the source directory: <c>S</c>.</summary>
    public string SourceDirectory => Path.Combine(Place.Work, Rules.SourceDirectory);

    /// <summary>Runs a stage body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="directory">Where it starts.</param>
    /// <param name="work">What else the script is to do, before and after it, and where it may write.</param>
    /// <param name="cancellationToken">Ends it with all its children.</param>
    /// <exception cref="AimeeException">It failed: exit code, last lines and log are told.</exception>
    public async Task RunAsync(StageBody? body, string directory, StageScriptParts work, CancellationToken cancellationToken)
    {
        var command = Prepare(Script(body, directory, work), directory, work);
        var result = await runner.RunAsync(command, cancellationToken).ConfigureAwait(false);
        foreach (var program in result.LeftBehind)
        {
            Log.Write($"'{program}' was left running, and has been ended.");
        }

        if (result.ExitCode != 0)
        {
            ExitCode = result.ExitCode;
            throw Failure($"failed with exit code {result.ExitCode}", body?.Location);
        }
    }

    /// <summary>Opens a shell on the terminal, where the stage's body would start.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AimeeException">There is nothing to stand in.</exception>
    public async Task OpenShellAsync(CancellationToken cancellationToken)
    {
        var directory = Directory.Exists(SourceDirectory) ? SourceDirectory : Place.Work;
        if (!Directory.Exists(directory))
        {
            throw BuildContext.Fault(
                Package, $"There is no {directory} to stand in.", $"Run --target={Rules.Id}:{StageNames.Prep} first; '--keep-work' keeps it after a build that went well.");
        }

        var isLogged = File.Exists(Place.ScriptOf(Node.Stage));
        var hint = isLogged ? $"What {Node.Stage} runs: sh {runner.Inside(Place.ScriptOf(Node.Stage))}" : $"{Node.Stage} has not run here.";
        var script = $"""
            umask 022
            {tools.Preamble}printf '%s\n' {ShellWord.Quote($"{Node.Id}: its environment, its sysroot. {hint}")}
            if command -v bash >/dev/null; then exec bash --norc -i; fi
            exec sh -i

            """;
        await runner.RunAsync(Prepare(script, directory, new StageScriptParts()) with { IsInteractive = true, OnLine = null }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>A path of this machine as the stage's shell knows it.</summary>
    public string Inside(string path) => runner.Inside(path);

    /// <summary>What is told of a failure: the stage, the last lines of its log, and where that is.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="location">Where the rules say what was run; null for the rules themselves.</param>
    public AimeeException Failure(string what, SourceLocation? location = null)
    {
        var text = new StringBuilder($"{Node.Id} {what}.");
        foreach (var line in Log.LastLines)
        {
            text.AppendLine().Append("    ").Append(line);
        }

        text.AppendLine().Append($"The whole log: {Log.Path}");
        return new([new Diagnostic(DiagnosticCodes.StageFailed.Id, Severity.Error, text.ToString(), location ?? Rules.Location)]);
    }

    /// <inheritdoc/>
    public void Dispose() => Log.Dispose();

    /// <summary>Writes down what is about to be run, for people too.</summary>
    private StageCommand Prepare(string script, string directory, StageScriptParts work)
    {
        var environment = StageEnvironment.Of(Context, Package, runner, tools.HostPrograms, Epoch);
        environment = environment with { Variables = environment.Variables.SetItems(tools.Variables) };
        Directory.CreateDirectory(Place.Environment);
        File.WriteAllText(Place.EnvironmentOf(name), environment.Describe());
        File.WriteAllText(Place.ScriptOf(name), script);
        return new StageCommand(Place.ScriptOf(name), directory, environment)
        {
            Writable = [Place.Directory, .. work.Writable],
            Views = work.SeesSysroot ? [] : tools.Views,
            HasNetwork = Context.Config.Network,
            OnLine = Log.Write,
        };
    }

    private string Script(StageBody? body, string directory, StageScriptParts work)
    {
        var script = new StringBuilder("umask 022\n").Append(tools.Preamble);
        if (body is null)
        {
            return script.Append("set -e\n").Append(work.Before).Append(work.After).ToString();
        }

        var whole = StageScript.Of(Rules, body);
        // A shell package's rules have been loaded by then, and may have gone elsewhere.
        return script.Append(Rules.Format == RulesFormat.Shell ? "" : work.Before)
            .Append(runner.Inside(Rules.Format == RulesFormat.Shell ? whole[..^body.Text.Length] : whole))
            .Append(Rules.Format == RulesFormat.Shell ? $"cd {ShellWord.Quote(runner.Inside(directory))}\n{work.Before}{runner.Inside(body.Text)}" : "")
            .Append('\n').Append(work.After).ToString();
    }
}
