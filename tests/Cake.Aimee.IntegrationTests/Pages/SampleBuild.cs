using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Reports;
using Cake.Aimee.Stages.Scheduling;
using Cake.Aimee.Tree;

namespace Cake.Aimee.IntegrationTests.Pages;

/// <summary>A graph of many packages, and a build of it as two slots would do it, the same every time.</summary>
internal static class SampleBuild
{
    private const string Host = "aarch64-unknown-linux-gnu";

    public static StageGraph Graph(int count)
    {
        var random = new Random(7);
        var location = new SourceLocation("Buildrules");
        var packages = Enumerable.Range(0, count).Select(number => new Package
        {
            Id = Id(number),
            Category = Id(number).Split('/')[0],
            Name = Id(number).Split('/')[1],
            Version = "1",
            Release = "0",
            Location = location,
            Depends = new()
            {
                Build = [.. Enumerable.Range(0, number == 0 ? 0 : random.Next(0, 4)).Select(_ => random.Next(number)).Distinct().Select(need => new Dependency(Id(need), location))],
            },
        });
        return Graph(packages);
    }

    /// <summary>The graph of given packages.</summary>
    public static StageGraph Graph(IEnumerable<Package> packages)
    {
        var diagnostics = new DiagnosticBag();
        var graph = StageGraph.Plan(new BuildTree(new Config { Target = Host }, packages), Host, [], diagnostics);
        diagnostics.ThrowIfErrors();
        return graph;
    }

    /// <summary>A report of a build in which one stage has failed.</summary>
    public static BuildReport Report(int count, int slots, string failing)
    {
        var (graph, random) = (Graph(count), new Random(11));
        var seconds = graph.Nodes.ToDictionary(node => node, node => random.NextDouble() * (node.Stage == "compile" ? 30 : 2));
        return Report(graph, slots, failing, node => seconds[node]);
    }

    /// <summary>A report of a build whose stages take a given time, in seconds, and of which none or one fails.</summary>
    public static BuildReport Report(StageGraph graph, int slots, string? failing, Func<StageNode, double> secondsOf)
    {
        var start = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var (outcomes, places, free, fetches) = (new Dictionary<StageNode, StageOutcome>(), new Dictionary<StageNode, int?>(), new double[slots], 0);
        var left = graph.Closure(graph.Nodes.Where(node => node.Stage is "install")).ToList();
        var rank = Ranks(left, secondsOf);
        while (left.Count > 0)
        {
            // Of those that can start first, the one with the longest way to the end.
            var node = left.Where(node => node.Dependencies.All(outcomes.ContainsKey)).OrderBy(node => Math.Max(ReadyAt(node), free.Min())).ThenByDescending(node => rank[node]).First();
            left.Remove(node);
            if (node.Dependencies.FirstOrDefault(needed => outcomes[needed].Status is StageStatus.Failed or StageStatus.Blocked) is { } bad)
            {
                outcomes[node] = new(node, StageStatus.Blocked, "") { Culprit = outcomes[bad].Culprit ?? bad };
                continue;
            }

            var isBeside = node.Stage == "fetch";
            var slot = Array.IndexOf(free, free.Min());
            var from = isBeside ? 1.2 * fetches++ : Math.Max(ReadyAt(node), free[slot]);
            var took = secondsOf(node);
            free[slot] = isBeside ? free[slot] : from + took;
            places[node] = isBeside ? null : slot;
            outcomes[node] = new(node, node.Id == failing ? StageStatus.Failed : StageStatus.Ran, "not built yet")
            {
                Started = start.AddSeconds(from),
                Ended = start.AddSeconds(from + took),
                Error = node.Id == failing ? new AimeeException("make: *** [Makefile:12: all] Error 2") : null,
            };
        }

        return BuildReport.Of(start, start.AddSeconds(free.Max()), slots, outcomes.Values, node => places[node], node => $"{node.Package.Id}/log/{node.Stage}.log");

        double ReadyAt(StageNode node) => node.Dependencies.Select(needed => (outcomes[needed].Ended - start)?.TotalSeconds ?? 0).DefaultIfEmpty(0).Max();
    }

    /// <summary>How long it takes from a stage to the end, at least; in seconds.</summary>
    private static Dictionary<StageNode, double> Ranks(IReadOnlyCollection<StageNode> nodes, Func<StageNode, double> secondsOf)
    {
        var seconds = nodes.ToDictionary(node => node, secondsOf);
        var ranks = new Dictionary<StageNode, double>();
        return nodes.ToDictionary(node => node, Of);

        double Of(StageNode node) => ranks.TryGetValue(node, out var known) ? known
            : ranks[node] = seconds[node] + nodes.Where(other => other.Dependencies.Contains(node)).Select(Of).DefaultIfEmpty(0).Max();
    }

    private static string Id(int number) => $"c{number % 5}/p{number:d3}";
}
