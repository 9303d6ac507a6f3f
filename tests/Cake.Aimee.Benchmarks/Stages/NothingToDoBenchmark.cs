using System.Globalization;

namespace Cake.Aimee.Benchmarks.Stages;

/// <summary>
/// How long it takes to find that nothing is to be done in a tree that is built: by the host, by GNU make on the same
/// graph with a file for each stage, and by make after a shell has read each package's rules, as the shell builder has
/// it. make alone looks at times of files, the host at contents: <c>nothing-to-do [directory] [count] [rounds]</c>.
/// </summary>
internal static class NothingToDoBenchmark
{
    private const string ReadAll = """
        for rules in ../packages/*/*/Buildrules; do sh -c 'while read -r line; do :; done <"$1"' sh "$rules"; done && exec make -s -f makefile
        """;

    public static int Run(string[] arguments)
    {
        var directory = Path.GetFullPath(arguments.ElementAtOrDefault(0) ?? Path.Combine(Path.GetTempPath(), "tree-benchmark"));
        var count = int.Parse(arguments.ElementAtOrDefault(1) ?? "1000", CultureInfo.InvariantCulture);
        var rounds = int.Parse(arguments.ElementAtOrDefault(2) ?? "5", CultureInfo.InvariantCulture);
        var tree = BuiltTree.Make(directory, count);
        var (host, make, shell) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            // Side by side, so that a busy machine disturbs all.
            host.Add(tree.Host("--target=all:package", "--verbosity=quiet", "--no-report"));
            make.Add(Clock.Time(tree.Stamps, "make", ["-s", "-f", "makefile"]));
            shell.Add(Clock.Time(tree.Stamps, "sh", ["-c", ReadAll]));
        }

        Console.WriteLine($"nothing to do, {count} packages: the host {Median(host):0.00} s");
        Tell("GNU make, a file for each stage", make, host);
        Tell("a shell for each package, then make", shell, host);
        return 0;
    }

    private static void Tell(string peer, List<double> times, List<double> host) =>
        Console.WriteLine($"  {peer,-36} {Median(times):0.00} s   the host / it {Median([.. host.Zip(times, (ours, its) => ours / its)]):0.00}");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
