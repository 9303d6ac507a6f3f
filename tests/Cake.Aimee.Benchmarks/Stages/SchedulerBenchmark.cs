using System.Diagnostics;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Benchmarks.Stages;

/// <summary>
/// What scheduling itself costs, without any work, and how near a build comes to the shortest time that two slots allow:
/// the longer one of its longest chain and half of all its work.
/// </summary>
internal static class SchedulerBenchmark
{
    private const int Slots = 2;
    private const string Host = "aarch64-unknown-linux-gnu";

    public static async Task RunAsync(TextWriter output)
    {
        foreach (var (name, count, isChain) in ((string, int, bool)[])[("warm-up", 100, false), ("random graph", 10_000, false), ("one chain", 10_000, true)])
        {
            var graph = Graph(count, isChain);
            await OverheadAsync(output, $"{name}, nothing to do", graph, StageDecision.Done);
            await OverheadAsync(output, $"{name}, all runs", graph, StageDecision.Run);
        }

        var ratios = new List<double>();
        for (var seed = 1; seed <= 3; seed++)
        {
            ratios.Add(await MakespanAsync(Graph(24, isChain: false, seed), seed));
        }

        await output.WriteLineAsync($"two slots: shortest possible time / time taken: {string.Join(' ', ratios.Select(ratio => ratio.ToString("0.000")))}, least {ratios.Min():0.000} (to reach: 0.950)");
    }

    private static async Task OverheadAsync(TextWriter output, string name, StageGraph graph, StageDecision decision)
    {
        var work = new SyntheticWork(graph, _ => decision, _ => TimeSpan.Zero);
        var targets = graph.Nodes.Where(node => node.Stage == "install").ToList();
        var tasks = graph.Closure(targets);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var scheduler = new StageScheduler(graph, work, new() { Jobs = Slots });
        await using var _ = scheduler;
        scheduler.Start(tasks, targets);
        foreach (var node in tasks)
        {
            await scheduler.JoinAsync(node, CancellationToken.None);
        }

        var (elapsed, busy) = (clock.Elapsed, Environment.CpuUsage.TotalTime - processor);
        var held = (GC.GetTotalMemory(forceFullCollection: true) - memory) / 1e6;
        await output.WriteLineAsync($"{name}: {tasks.Length} joins in {elapsed.TotalSeconds:0.000} s, {busy.TotalSeconds:0.000} s of processors, {elapsed.TotalMicroseconds / tasks.Length:0.0} us each, {held:0.0} MB held");
    }

    private static async Task<double> MakespanAsync(StageGraph graph, int seed)
    {
        var random = new Random(seed);
        var times = graph.Nodes.ToDictionary(node => node, _ => TimeSpan.FromMilliseconds(random.Next(40, 400)));
        var targets = graph.Nodes.Where(node => node.Stage == "install").ToList();
        var tasks = graph.Closure(targets);
        var work = new SyntheticWork(graph, _ => StageDecision.Run, node => times[node]);
        var scheduler = new StageScheduler(graph, work, new() { Jobs = Slots, KnownDuration = node => times[node] });
        await using var _ = scheduler;
        var clock = Stopwatch.StartNew();
        scheduler.Start(tasks, targets);
        foreach (var node in tasks)
        {
            await scheduler.JoinAsync(node, CancellationToken.None);
        }

        var taken = clock.Elapsed;
        var ends = new Dictionary<StageNode, TimeSpan>();
        foreach (var node in tasks)
        {
            ends[node] = times[node] + node.Dependencies.Select(before => ends[before]).DefaultIfEmpty().Max();
        }

        var total = tasks.Aggregate(TimeSpan.Zero, (sum, node) => sum + times[node]);
        return TimeSpan.FromTicks(Math.Max(ends.Values.Max().Ticks, total.Ticks / Slots)) / taken;
    }

    private static StageGraph Graph(int count, bool isChain, int seed = 1)
    {
        var random = new Random(seed);
        var location = new SourceLocation("benchmark");
        var tree = new BuildTree(new Config { Target = Host }, Enumerable.Range(0, count).Select(number => new Package
        {
            Id = $"c/p{number}",
            Category = "c",
            Name = $"p{number}",
            Version = "1",
            Release = "0",
            Location = location,
            Depends = new() { Build = [.. Needs(number).Distinct().Select(need => new Dependency($"c/p{need}", location))] },
        }));
        var diagnostics = new DiagnosticBag();
        var graph = StageGraph.Plan(tree, Host, [], diagnostics);
        diagnostics.ThrowIfErrors();
        return graph;

        IEnumerable<int> Needs(int number) =>
            number == 0 ? [] : isChain ? [number - 1] : Enumerable.Range(0, random.Next(0, 4)).Select(_ => random.Next(number));
    }
}
