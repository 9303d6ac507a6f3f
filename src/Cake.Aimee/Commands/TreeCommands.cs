using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning.Formats;
using Cake.Aimee.Planning.Lint;
using Cake.Aimee.Planning.Queries;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Commands;

/// <summary>Questions about a tree: what is in it, what is wrong with it, what needs what. They change nothing.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="output">Where the answer goes when no file is named.</param>
public sealed class TreeCommands(Workspace workspace, TextWriter output)
{
    private readonly Answer answer = new(workspace.Options, output);

    private AimeeOptions Options => workspace.Options;

    /// <summary>Names the packages, with version and description; <c>--format=json</c> for programs.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">The tree has errors, or there is no such package.</exception>
    public async Task ListAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        var packages = planned.Select(Options);
        await answer.WriteAsync(
            ("table", text => WriteTable(packages, text)),
            ("json", text => PackageJson.WriteList(packages, text))).ConfigureAwait(false);
    }

    /// <summary>Tells all that is known of a package, or with <c>--var</c> one variable.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">The tree has errors, or not one package was named, or it has no such variable.</exception>
    public async Task QueryAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        if (planned.Select(Options) is not [var package])
        {
            throw new AimeeException("Which package? Name one with --package=<category>/<package>, or stand in its directory.");
        }

        var facts = PackageFacts.Of(planned.Graph, package, new DependencyQueries(planned.Tree), TargetTriple.Host.Canonical);
        if (Options.Variable is { } name)
        {
            await output.WriteLineAsync(facts.Variables.GetValueOrDefault(name) ?? throw NoVariable(name, facts)).ConfigureAwait(false);
            return;
        }

        await answer.WriteAsync(("text", text => PackageText.Write(facts, text)), ("json", text => PackageJson.WriteFacts(facts, text)))
            .ConfigureAwait(false);
    }

    /// <summary>Writes the graph of stages, of all packages or of some with what they need.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">The tree has errors, there is no such package, or no such format.</exception>
    public async Task GraphAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        var nodes = Options.Packages.IsEmpty
            ? planned.Graph.Nodes
            : planned.Graph.Closure(planned.Select(Options).SelectMany(package => planned.Graph.StagesOf(planned.Graph.FindPackage(package.Id)!)));
        await answer.WriteAsync([.. GraphFormat.All.Select<GraphFormat, (string, Action<TextWriter>)>(
            format => (format.Name, text => format.Write(nodes, text)))]).ConfigureAwait(false);
    }

    /// <summary>Tells everything that is wrong or doubtful in a tree.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">There are errors; they have been written.</exception>
    public async Task LintAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadAsync(workspace, cancellationToken).ConfigureAwait(false);
        var found = new DiagnosticBag();
        found.AddRange(planned.Diagnostics);
        await new TreeLint(workspace.Processes).CheckAsync(planned.Tree, planned.Select(Options), found, cancellationToken)
            .ConfigureAwait(false);
        var diagnostics = found.ToSorted();
        await answer.WriteAsync([.. DiagnosticFormat.All.Select<DiagnosticFormat, (string, Action<TextWriter>)>(
            format => (format.Name, text => format.Write(diagnostics, text)))]).ConfigureAwait(false);
        if (diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error) is > 0 and var errors)
        {
            throw new AimeeException($"The tree has {errors} error{(errors == 1 ? "" : "s")}.");
        }
    }

    private static void WriteTable(ImmutableArray<Package> packages, TextWriter text)
    {
        var (name, version) = (packages.Max(package => (int?)package.Id.Length) ?? 0, packages.Max(package => (int?)Version(package).Length) ?? 0);
        foreach (var package in packages)
        {
            text.WriteLine($"{package.Id.PadRight(name)}  {Version(package).PadRight(version)}  {package.Description}".TrimEnd());
        }

        static string Version(Package package) => $"{package.Version}-{package.Release}";
    }

    private static AimeeException NoVariable(string name, PackageFacts facts) => new(
        $"{facts.Package.Id} has no variable '{name}'. {Nearest.Suggestion(name, facts.Variables.Keys)}".TrimEnd());
}
