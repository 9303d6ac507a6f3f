using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>
/// Reads shell configs (<c>KEY="value"</c> lines, and anything else that a shell can do) into what they would be in
/// YAML. Variables that have no key of their own become the environment of stages.
/// </summary>
/// <param name="processes">Runs the shell.</param>
/// <param name="top">The top of the tree.</param>
/// <param name="host">The build machine's triple.</param>
internal sealed partial class ShellConfigReader(IProcessRunner processes, string top, string host)
{
    /// <summary>The name that stands for the config of the machine's architecture, which is read when it is there.</summary>
    public const string Architecture = "";

    private const string NoConfig = "-";

    private static readonly ImmutableDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["BUILDER_PKGDIR"] = "packages",
        ["BUILDER_SRCDIR"] = "sources",
        ["BUILDER_ATFDIR"] = "artifacts",
        ["BUILDER_SYSDIR"] = "sysroot",
        ["BUILDER_TMPDIR"] = "tmp",
        ["SYSROOT"] = "sysroot",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Reads configs, one over the other.</summary>
    /// <param name="names">Their names in <c>.builder/</c>.</param>
    /// <param name="diagnostics">Gets the faults.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What each sets; null for one that is not there or can not be read.</returns>
    public async Task<ImmutableArray<YamlMapping?>> ReadAsync(
        IEnumerable<string> names, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var environment = ShellEnvironment.Paths(top, new TreePaths().Under(top));
        environment["CBUILD"] = environment["CHOST"] = host;
        environment["AIMEE_ARCH"] = host.Split('-')[0];
        environment["ARCH"] = null;
        ImmutableArray<string> arguments = [NoConfig, .. names];
        var answers = await new ShellReader(processes, ShellReader.DefaultTimeLimit)
            .ReadAsync(ShellLibrary.ReadConfigs, environment.ToImmutable(), arguments, cancellationToken).ConfigureAwait(false);
        return [.. answers.Skip(1).Select((answer, index) => Read(arguments[index + 1], answers[index], answer, diagnostics))];
    }

    private YamlMapping? Read(string name, ShellAnswer before, ShellAnswer answer, DiagnosticBag diagnostics)
    {
        name = answer.Variables.GetValueOrDefault("aimee_config", name);
        var file = $".builder/{name}";
        if (answer.Failure is not null)
        {
            ShellMessages.ReportFailure(answer, file, diagnostics);
            return null;
        }

        if (name == NoConfig)
        {
            return null;
        }

        ShellMessages.ReportWarnings(answer, file, diagnostics);
        var lines = (TextFile.Read(Path.Combine(top, ".builder", name), file, diagnostics) ?? "").Split('\n');
        var config = new ShellConfig(file, lines);
        var set = answer.Variables
            .Where(variable => before.Variables.GetValueOrDefault(variable.Key) != variable.Value || config.Sets(variable.Key))
            .Where(variable => !IsShellsOwn().IsMatch(variable.Key))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal);
        return config.ToYaml(set, Paths);
    }

    [GeneratedRegex("^(aimee_.*|AIMEE_.*|_|IFS|PWD|OLDPWD|PPID|OPTIND|OPTARG|LINENO|RANDOM|SECONDS|PS[0-9]|BASH.*|SH.*OPTS|BUILDER_TOPDIR|BUILDER_CFGDIR)$")]
    private static partial Regex IsShellsOwn();
}
