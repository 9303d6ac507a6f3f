using System.Diagnostics;
using System.Globalization;
using Cake.Aimee.Archives;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Benchmarks.Squash;

/// <summary>
/// Squashes one image beside the programs that do parts of it, one after the other in one go, and tells medians and
/// ratios: <c>squash [directory] [rounds] [peers]</c>. The directory keeps the image for the next run.
/// </summary>
internal static class SquashBenchmark
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["once", var input, var output, var compression, var verify])
        {
            return await SquashOnceAsync(input, output, Enum.Parse<Compression>(compression), bool.Parse(verify));
        }

        var directory = Path.GetFullPath(arguments.ElementAtOrDefault(0) ?? Path.Combine(Path.GetTempPath(), "squash-benchmark"));
        var rounds = int.Parse(arguments.ElementAtOrDefault(1) ?? "3", CultureInfo.InvariantCulture);
        if (!File.Exists(BenchmarkImage.ArchivePath(directory)))
        {
            BenchmarkImage.Write(directory);
        }

        var contest = new SquashContest(directory);
        for (var round = 0; round < rounds; round++)
        {
            contest.Run(withPeers: arguments.Contains("peers"));
        }

        Console.WriteLine(contest.Report());
        return 0;
    }

    /// <summary>One squash in a process of its own, so that its memory is its own too.</summary>
    private static async Task<int> SquashOnceAsync(string input, string output, Compression compression, bool verify)
    {
        var start = Stopwatch.GetTimestamp();
        await Oci.Squash.RunAsync(new SquashOptions(input, output) { Compression = compression, Verify = verify });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var peak = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:f2} s, {peak}"));
        return 0;
    }
}
