using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Stages.InstallRoot;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Has an install root checked before it is packed, with what is known of the package and its dependencies.</summary>
/// <param name="artifacts">Has the dependencies' libraries.</param>
internal sealed class InstallRootInspection(BuildArtifacts artifacts)
{
    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> libraries = new(StringComparer.Ordinal);

    /// <summary>Checks; warnings go to the stage's log.</summary>
    /// <exception cref="AimeeException">There are errors: all of them.</exception>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        var found = await InstallRootChecks.FindAsync(await InputAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in found)
        {
            run.Log.Write($"{run.Package.Id}: {diagnostic}");
        }

        if (found.Where(diagnostic => diagnostic.Severity == Severity.Error).ToList() is { Count: > 0 } errors)
        {
            throw new AimeeException(errors);
        }
    }

    private async Task<InstallRootInput> InputAsync(StageRun run, CancellationToken cancellationToken)
    {
        var (context, package) = (run.Context, run.Package);
        var (graph, sysroot) = (context.Graph, context.SysrootOf(package));
        var needed = PackageView.Closure(graph, PackageStep.Outputs(graph, package).SelectMany(output => PackageView.RunDependencies(graph, output)));
        var provided = await LibrariesAsync(needed, cancellationToken).ConfigureAwait(false);
        var others = await LibrariesAsync(PackageView.Sysroot(graph, package).Except(needed), cancellationToken).ConfigureAwait(false);
        return new InstallRootInput(run.Place.Install, TargetTriple.Parse(context.TripleOf(package)))
        {
            BuildPaths = [.. Paths(run, run.Place.Directory), .. Paths(run, package.Package.Directory)],
            Sysroots = [.. Paths(run, sysroot)],
            Provided = provided.Values.Aggregate(OfToolchainIn(run.Place.Install), (all, names) => all.Union(names)),
            IsProvidedComplete = provided.Count == needed.Length,
            OtherLibraries = others.SelectMany(other => other.Value.Select(name => (name, other.Key.Id))).DistinctBy(other => other.name)
                .ToDictionary(other => other.name, other => other.Id, StringComparer.Ordinal),
            Waivers = run.Rules.Waivers,
            IsStrict = run.Rules.Format == RulesFormat.Yaml,
            Location = run.Rules.Location,
        };
    }

    private static ImmutableHashSet<string> OfToolchainIn(string directory) =>
        [.. SharedLibraries.NeededIn(directory).Where(ToolchainLibraries.Have)];

    private static IEnumerable<string> Paths(StageRun run, string path) => ((string[])[path, run.Inside(path)]).Distinct();

    /// <summary>The libraries of packages whose artifacts are here: what is needed at run time alone may be built later.</summary>
    private async Task<Dictionary<PlannedPackage, ImmutableHashSet<string>>> LibrariesAsync(
        IEnumerable<PlannedPackage> packages, CancellationToken cancellationToken)
    {
        var found = new Dictionary<PlannedPackage, ImmutableHashSet<string>>();
        foreach (var package in packages.Where(artifacts.IsHere))
        {
            ViewLayer layer = await artifacts.UnpackAsync(package, cancellationToken).ConfigureAwait(false);
            found[package] = libraries.GetOrAdd(layer.Digest, digest => SharedLibraries.ProvidedBy(artifacts.DirectoryOf(digest)));
        }

        return found;
    }
}
