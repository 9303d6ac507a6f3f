using System.Diagnostics;
using System.Globalization;
using Cake.Aimee.Archives;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Benchmarks.Archive;

/// <summary>
/// Packs, unpacks and hashes beside the programs that do the same, in turn, and tells medians and ratios:
/// <c>archive [directory] [rounds]</c>. The directory keeps the tree for the next run.
/// </summary>
internal static class ArchiveBenchmark
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["once", .. var work])
        {
            await WorkAsync(work);
            return 0;
        }

        var directory = Path.GetFullPath(arguments.ElementAtOrDefault(0) ?? Path.Combine(Path.GetTempPath(), "archive-benchmark"));
        var rounds = int.Parse(arguments.ElementAtOrDefault(1) ?? "5", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(directory);
        var contest = new ArchiveContest(directory, InstallRoot.Ensure(directory));
        for (var round = 0; round < rounds; round++)
        {
            contest.Run();
        }

        Console.WriteLine(contest.Report());
        return 0;
    }

    /// <summary>One piece of work, timed from within: a build runs already when it packs.</summary>
    private static async Task WorkAsync(string[] work)
    {
        var runner = new ProcessRunner();
        var start = Stopwatch.GetTimestamp();
        switch (work)
        {
            case ["pack", var root, var archive, var format]:
                await TarPacker.PackAsync(new PackRequest(root) { Format = format, Threads = 2 }, archive, runner, CancellationToken.None);
                break;
            case ["unpack", var archive, var directory]:
                await Unpacker.UnpackAsync(archive, directory, new UnpackOptions { KeepModes = true }, runner, CancellationToken.None);
                break;
            case ["hash", var file]:
                await Checksums.ComputeAsync(file, [ChecksumAlgorithm.Sha256], CancellationToken.None);
                break;
            default:
                throw new ArgumentException($"No work is called {string.Join(' ', work)}.");
        }

        Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }
}
