using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Commands;

/// <summary>Tells what is there, what is missing, and what would be used. Changes nothing.</summary>
/// <param name="processes">Runs the programs' own version commands.</param>
/// <param name="systems">The systems that images can be made of.</param>
/// <param name="output">Where the user reads.</param>
public sealed class DoctorCommand(IProcessRunner processes, ImageSystems systems, TextWriter output)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Tells. A tree whose config has faults is told of as well; the rest is told all the same.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(AimeeOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (workspace, fault) = await OpenAsync(options, cancellationToken).ConfigureAwait(false);
        var facts = new List<KeyValuePair<string, string>>
        {
            new("machine", $"{RuntimeInformation.OSDescription}, {TargetTriple.Host}, {Environment.ProcessorCount} processors"),
            new("runtime", RuntimeInformation.FrameworkDescription),
        };
        facts.AddRange(workspace is null ? [new("tree", fault!)] : Tree(workspace));
        facts.AddRange(workspace is null ? [] : await SystemAsync(workspace, cancellationToken).ConfigureAwait(false));
        facts.Add(new("engine", await EngineAsync(options, workspace, cancellationToken).ConfigureAwait(false)));
        facts.AddRange(await IsolationAsync(cancellationToken).ConfigureAwait(false));
        var programs = workspace is null ? [] : await workspace.ProgramsAsync(cancellationToken).ConfigureAwait(false);

        await (options.Format == "json" ? WriteJsonAsync(facts, programs) : WriteTextAsync(facts, programs)).ConfigureAwait(false);
    }

    private async Task<(Workspace? Workspace, string? Fault)> OpenAsync(AimeeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return (await Workspace.OpenAsync(options, systems, processes, cancellationToken).ConfigureAwait(false), null);
        }
        catch (AimeeException exception)
        {
            return (null, exception.Message);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Tree(Workspace workspace)
    {
        yield return new("tree", workspace.Config.TopDirectory);
        yield return new("config", workspace.Options.Config ?? "config (the default)");
        yield return new("target", workspace.Context.Target.ToString());
        yield return new("system", workspace.System.Name);
        var drive = new DriveInfo(workspace.Config.TopDirectory);
        yield return new("disk", $"{drive.AvailableFreeSpace / 1_000_000_000} GB free where the tree is");
    }

    private async Task<IEnumerable<KeyValuePair<string, string>>> SystemAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        try
        {
            return await workspace.System.LookAsync(workspace.Context, processes, cancellationToken).ConfigureAwait(false);
        }
        catch (AimeeException exception)
        {
            return [new("system", exception.Message)];
        }
    }

    private async Task<string> EngineAsync(AimeeOptions options, Workspace? workspace, CancellationToken cancellationToken)
    {
        var selection = new EngineSelection(processes);
        var choice = workspace?.EngineChoice ?? options.Engine ?? EngineChoice.Auto;
        var docker = await selection.DockerVersionAsync(cancellationToken).ConfigureAwait(false) is { } version
            ? $"docker daemon {version}"
            : "no docker daemon answers";
        var buildah = Programs.Find("buildah") is null ? "buildah is not installed" : "buildah is installed";
        var used = await selection.FindAsync(choice, cancellationToken).ConfigureAwait(false);
        return $"{used?.Name ?? "none"} ({docker}; {buildah})";
    }

    private static async Task<IEnumerable<KeyValuePair<string, string>>> IsolationAsync(CancellationToken cancellationToken)
    {
        var support = await IsolationSupport.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return new[]
        {
            (Isolation.Network, "no network outside fetch"),
            (Isolation.Processes, "children end with their stage, even when the build is killed"),
            (Isolation.Mounts, "a stage sees its declared dependencies only"),
        }.Select(kind => new KeyValuePair<string, string>(
            "isolation",
            support.Supported.HasFlag(kind.Item1)
                ? $"{kind.Item2}: yes"
                : $"{kind.Item2}: no ({support.Problems.GetValueOrDefault(kind.Item1, "unknown")})"));
    }

    private async Task WriteTextAsync(List<KeyValuePair<string, string>> facts, ImmutableArray<SystemProgram> programs)
    {
        foreach (var (name, value) in facts)
        {
            await output.WriteLineAsync($"{name,-10} {value}").ConfigureAwait(false);
        }

        await output.WriteLineAsync().ConfigureAwait(false);
        foreach (var program in programs)
        {
            var state = Programs.Find(program.Name)
                ?? $"missing{(program.Optional ? ", optional" : "")}: Setup installs {program.Package}";
            await output.WriteLineAsync($"{program.Name,-22} {state,-40} {program.Purpose}".TrimEnd()).ConfigureAwait(false);
        }
    }

    private async Task WriteJsonAsync(List<KeyValuePair<string, string>> facts, ImmutableArray<SystemProgram> programs)
    {
        var document = new JsonObject
        {
            ["facts"] = new JsonArray([.. facts.Select(fact => new JsonObject { ["name"] = fact.Key, ["value"] = fact.Value })]),
            ["programs"] = new JsonArray([.. programs.Select(program => new JsonObject
            {
                ["name"] = program.Name,
                ["path"] = Programs.Find(program.Name),
                ["package"] = program.Package,
                ["purpose"] = program.Purpose,
                ["optional"] = program.Optional,
            })]),
        };
        await output.WriteLineAsync(document.ToJsonString(Indented)).ConfigureAwait(false);
    }
}
