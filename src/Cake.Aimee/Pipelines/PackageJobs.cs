using System.Collections.Immutable;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Keys;

namespace Cake.Aimee.Pipelines;

/// <summary>The jobs that build a tree's packages: one for each, or for several when there may not be so many.</summary>
/// <param name="graph">The tree's stages.</param>
/// <param name="command">The command line that builds packages; it is given their stages.</param>
/// <param name="timeout">How long a package may take, beyond the time limits that its rules have for stages.</param>
public sealed class PackageJobs(StageGraph graph, Func<IEnumerable<string>, string> command, TimeSpan timeout)
{
    /// <summary>The jobs of packages with all that they need.</summary>
    /// <param name="wanted">The packages.</param>
    /// <param name="most">How many jobs there may be; null for one a package.</param>
    /// <returns>The jobs, each after those that it needs.</returns>
    public ImmutableArray<PipelineJob> Of(IEnumerable<PlannedPackage> wanted, int? most)
    {
        var packages = Closure(wanted);
        var numbers = packages.Select((package, number) => (package, number)).ToDictionary(pair => pair.package, pair => pair.number);
        var needs = packages.Select(IReadOnlyCollection<int> (package) => [.. Needs(package).Select(need => numbers[need])]).ToList();
        var whole = new JobGraph(needs);
        var groups = most is { } limit && limit < packages.Length
            ? JobGroups.Of(whole, number => !packages[number].Package.Timeouts.IsEmpty, limit)
            : [.. whole.Order.Select(number => new[] { number })];
        var groupOf = new int[packages.Length];
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var number in groups[group])
            {
                groupOf[number] = group;
            }
        }

        var edges = groups.Select((members, group) =>
            (IReadOnlyCollection<int>)[.. members.SelectMany(number => needs[number]).Select(need => groupOf[need]).Distinct().Where(need => need != group)]);
        return Jobs([.. groups.Select(members => members.Select(number => packages[number]).ToImmutableArray())], new JobGraph([.. edges]).Reduce());
    }

    /// <summary>What a package's job is called: by the package itself, where it has the job to itself.</summary>
    /// <param name="package">The package; a split is made with its parent.</param>
    public static string NameOf(PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return PlannedPackage.IdOf(package.Package.Id, package.IsHost);
    }

    private ImmutableArray<PipelineJob> Jobs(ImmutableArray<ImmutableArray<PlannedPackage>> groups, IReadOnlyList<IReadOnlyCollection<int>> needs) =>
    [
        .. groups.Select((group, number) => new PipelineJob(NameOf(group), [command(group.Select(package => PackageView.ArtifactStage(graph, package).Id))])
        {
            Needs = [.. needs[number].Select(need => NameOf(groups[need]))],
            Timeout = group.SelectMany(package => package.Package.Timeouts.Values).Aggregate(timeout * group.Length, (sum, own) => sum + own),
        }),
    ];

    private static string NameOf(ImmutableArray<PlannedPackage> group) =>
        group.Length == 1 ? NameOf(group[0]) : $"{NameOf(group[0])} and {group.Length - 1} more";

    /// <summary>Packages with all that has to be built before them, in the order of their names.</summary>
    private ImmutableArray<PlannedPackage> Closure(IEnumerable<PlannedPackage> wanted)
    {
        var found = new SortedDictionary<string, PlannedPackage>(StringComparer.Ordinal);
        var waiting = new Stack<PlannedPackage>(wanted.Select(Whole));
        while (waiting.TryPop(out var package))
        {
            if (found.TryAdd(package.Id, package))
            {
                foreach (var need in Needs(package))
                {
                    waiting.Push(need);
                }
            }
        }

        return [.. found.Values];
    }

    /// <summary>The packages whose artifacts a package's stages see.</summary>
    private IEnumerable<PlannedPackage> Needs(PlannedPackage package) =>
        PackageView.Sysroot(graph, package).Concat(PackageView.Host(graph, package)).Select(Whole).Distinct().Where(need => need != package);

    private PlannedPackage Whole(PlannedPackage package) => PackageView.ArtifactStage(graph, package).Package;
}
