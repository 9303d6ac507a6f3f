using System.Diagnostics;
using System.Globalization;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;
using Cake.Aimee.Tree;
using YamlDotNet.Core;

namespace Cake.Aimee.Benchmarks.Tree;

/// <summary>
/// Reads, checks and plans generated trees, each run in a process of its own, beside peers that do a part of it:
/// YamlDotNet's parser alone, and a shell per package. Tells medians and ratios: <c>tree [directory] [rounds]</c>.
/// </summary>
internal static class TreeBenchmark
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["once", var once])
        {
            return await PlanAsync(once);
        }

        if (arguments is ["parse", var parsed])
        {
            return Parse(parsed);
        }

        var directory = Path.GetFullPath(arguments.ElementAtOrDefault(0) ?? Path.Combine(Path.GetTempPath(), "tree-benchmark"));
        var rounds = int.Parse(arguments.ElementAtOrDefault(1) ?? "5", CultureInfo.InvariantCulture);
        foreach (var (kind, count) in ((string, int)[])[("yaml", 5000), ("yaml", 10_000), ("shell", 300), ("shell", 1000)])
        {
            var top = TreeGenerator.Write(directory, kind, count);
            var ours = Median(rounds, () => Start(Environment.ProcessPath!, "tree", "once", top));
            var peer = kind == "yaml"
                ? Median(rounds, () => Start(Environment.ProcessPath!, "tree", "parse", top))
                : Median(rounds, () => Start("sh", "-c", ShellPeer, "sh", top));
            var name = kind == "yaml" ? "YamlDotNet's parser alone" : "a shell per package";
            Console.WriteLine($"{count,6} {kind,-5}  read and planned {ours,6:0.00} s   {name} {peer,6:0.00} s   ratio {ours / peer:0.00}");
        }

        return 0;
    }

    private const string ShellPeer = """
        for rules in "$1"/packages/*/*/Buildrules; do sh -c '. "$1"; printf "%s\n" "$VERSION" "$BDEPENDS"' sh "$rules" >/dev/null; done
        """;

    private static async Task<int> PlanAsync(string top)
    {
        var (processes, host) = (new ProcessRunner(), TargetTriple.Host.Canonical);
        var config = await ConfigReader.ReadAsync(top, null, [], processes, host, CancellationToken.None);
        var reading = await new TreeReader(BuildKinds.All, processes, host).ReadAsync(config, CancellationToken.None);
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(reading.Diagnostics);
        StageGraph.Plan(reading.Tree, host, [], diagnostics);
        return diagnostics.IsEmpty ? 0 : throw new AimeeException(diagnostics.ToSorted());
    }

    private static int Parse(string top)
    {
        Parallel.ForEach(Directory.EnumerateFiles(Path.Combine(top, "packages"), "Buildrules", SearchOption.AllDirectories), file =>
        {
            var parser = new Parser(new StringReader(File.ReadAllText(file)));
            while (parser.MoveNext())
            {
                // Only the parsing is measured.
            }
        });
        return 0;
    }

    private static double Median(int rounds, Func<double> measure) =>
        Enumerable.Range(0, rounds).Select(_ => measure()).Order().ElementAt(rounds / 2);

    private static double Start(string program, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{program} failed.");
    }
}
