using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Shell;

namespace Cake.Aimee.Planning.Queries;

/// <summary>Everything that can be told of a package without building it, under the names that the shell builder's query used.</summary>
public sealed record PackageFacts
{
    private static readonly (string Variable, string Tool)[] Tools =
        [("CC", "gcc"), ("CXX", "g++"), ("AR", "ar"), ("LD", "ld"), ("STRIP", "strip"), ("RANLIB", "ranlib")];

    /// <summary>The package.</summary>
    public required Package Package { get; init; }

    /// <summary>What it needs to be built, with all that this needs.</summary>
    public required ImmutableArray<string> AllBuildDependencies { get; init; }

    /// <summary>What it needs at run time, with all that this needs.</summary>
    public required ImmutableArray<string> AllRunDependencies { get; init; }

    /// <summary>The packages that need it.</summary>
    public required ImmutableArray<string> NeededBy { get; init; }

    /// <summary>The packages that need it, and all that need those.</summary>
    public required ImmutableArray<string> AllNeededBy { get; init; }

    /// <summary>Its stages.</summary>
    public required ImmutableArray<string> Stages { get; init; }

    /// <summary>The variables that its stages see, by name; secrets are not among them.</summary>
    public required ImmutableSortedDictionary<string, string> Variables { get; init; }

    /// <summary>Gathers what can be told of a package.</summary>
    /// <param name="graph">The graph that it is in.</param>
    /// <param name="package">The package.</param>
    /// <param name="queries">Questions about the graph's tree.</param>
    /// <param name="host">The build machine's triple.</param>
    /// <returns>The facts.</returns>
    public static PackageFacts Of(StageGraph graph, Package package, DependencyQueries queries, string host)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(queries);
        return new PackageFacts
        {
            Package = package,
            AllBuildDependencies = queries.AllBuildDependencies(package),
            AllRunDependencies = queries.AllRunDependencies(package),
            NeededBy = queries.NeededBy(package.Id),
            AllNeededBy = queries.AllNeededBy(package.Id),
            Stages = [.. graph.StagesOf(graph.FindPackage(package.Id)!).Select(node => node.Stage)],
            Variables = VariablesOf(graph, package, host),
        };
    }

    private static ImmutableSortedDictionary<string, string> VariablesOf(StageGraph graph, Package package, string host)
    {
        var config = graph.Tree.Config;
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in ShellEnvironment.Of(config, host))
        {
            variables[name] = value ?? "";
        }

        var (tmp, target) = (Path.Combine(config.Paths.Tmp, package.Id), config.Target ?? host);
        (variables["NAME"], variables["CATEGORY"], variables["PKG_NAME"]) = (package.Name, package.Category, package.Id);
        (variables["VERSION"], variables["RELEASE"]) = (package.Version, package.Release);
        (variables["DESCRIPTION"], variables["LICENSE"]) = (package.Description, package.License ?? "");
        variables["RULESFILE"] = Path.Combine(package.Directory, "Buildrules");
        variables["F"] = Path.Combine(package.Directory, "files");
        (variables["W"], variables["D"], variables["L"]) = (Path.Combine(tmp, "work"), Path.Combine(tmp, "install"), Path.Combine(tmp, "log"));
        (variables["E"], variables["T"]) = (Path.Combine(tmp, "env"), Path.Combine(tmp, "tmp"));
        variables["S"] = Path.Combine(tmp, "work", package.SourceDirectory);
        variables["SOURCE_URI"] = string.Join(' ', package.Sources.Select(source => source.Uri));
        variables["PATCHES"] = string.Join(' ', package.Patches.Select(patch => patch.FileName));
        variables["BDEPENDS"] = string.Join(' ', package.Depends.Build.Select(dependency => dependency.Package));
        variables["RDEPENDS"] = string.Join(' ', package.Depends.Run.Select(dependency => dependency.Package));
        foreach (var (variable, tool) in Tools)
        {
            variables[variable] = $"{target}-{tool}";
        }

        foreach (var (name, value) in package.Variables.Where(pair => !variables.ContainsKey(pair.Key)))
        {
            variables[name] = JobCount.Drop(name, value);
        }

        foreach (var (name, value) in package.Environment.Where(pair => pair.Value.Text is not null))
        {
            variables[name] = JobCount.Drop(name, value.Text!);
        }

        return variables.ToImmutable();
    }
}
