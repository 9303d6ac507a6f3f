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
        var diagnostics = new DiagnosticBag();
        var graph = StageGraph.Plan(new BuildTree(new Config { Target = Host }, packages), Host, [], diagnostics);
        diagnostics.ThrowIfErrors();
        return graph;
    }

    /// <summary>A report of a build in which one stage has failed.</summary>
    public static BuildReport Report(int count, int slots, string failing)
    {
        var start = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var graph = Graph(count);
        var random = new Random(11);
        var (outcomes, places, free) = (new Dictionary<StageNode, StageOutcome>(), new Dictionary<StageNode, int?>(), new double[slots]);
        foreach (var node in graph.Closure(graph.Nodes.Where(node => node.Stage is "install")))
        {
            if (node.Dependencies.FirstOrDefault(needed => outcomes[needed].Status is StageStatus.Failed or StageStatus.Blocked) is { } bad)
            {
                outcomes[node] = new(node, StageStatus.Blocked, "") { Culprit = outcomes[bad].Culprit ?? bad };
                continue;
            }

            var ready = node.Dependencies.Select(needed => (outcomes[needed].Ended - start)?.TotalSeconds ?? 0).DefaultIfEmpty(0).Max();
            var isBeside = node.Stage == "fetch";
            var slot = Array.IndexOf(free, free.Min());
            var from = isBeside ? random.NextDouble() * 20 : Math.Max(ready, free[slot]);
            var took = random.NextDouble() * (node.Stage == "compile" ? 30 : 2);
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
    }

    private static string Id(int number) => $"c{number % 5}/p{number:d3}";
}
