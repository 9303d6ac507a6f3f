using System.Diagnostics;
using System.Globalization;
using Cake.Aimee.Stages.InstallRoot;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Benchmarks.InstallRoot;

/// <summary>
/// Checks an install root of a gigabyte, beside the programs that look for the same paths or only read the files:
/// <c>install-root [directory] [rounds]</c>. Tells medians and ratios.
/// </summary>
internal static class InstallRootBenchmark
{
    private const int Files = 4000;
    private const string BuildPath = "/home/ana/os/tmp/core/zlib";
    private const string Sysroot = "/home/ana/os/sysroot/aarch64-unknown-linux-gnu";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var directory = Path.GetFullPath(arguments.ElementAtOrDefault(0) ?? Path.Combine(Path.GetTempPath(), "install-root-benchmark"));
        var rounds = int.Parse(arguments.ElementAtOrDefault(1) ?? "5", CultureInfo.InvariantCulture);
        if (!Directory.Exists(directory))
        {
            Write(directory);
        }

        var input = new InstallRootInput(directory, TargetTriple.Parse("aarch64-unknown-linux-gnu")) { BuildPaths = [BuildPath], Sysroots = [Sysroot] };
        var (ours, grep, read) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await InstallRootChecks.FindAsync(input, CancellationToken.None);
            ours.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            grep.Add(Time("grep", "-rlF", "-e", BuildPath, "-e", Sysroot, directory));
            read.Add(Time("sh", "-c", $"find '{directory}' -type f -exec cat {{}} + >/dev/null"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"all checks {Median(ours):f2} s; grep -rlF {Median(grep):f2} s, ratio {Median(ours) / Median(grep):f2}; cat {Median(read):f2} s, ratio {Median(ours) / Median(read):f2}"));
        return 0;
    }

    /// <summary>Files of all sizes, half of them text full of paths that are near to those looked for.</summary>
    private static void Write(string directory)
    {
        var random = new Random(1);
        for (var number = 0; number < Files; number++)
        {
            var bytes = new byte[random.Next(1, 500_000)];
            random.NextBytes(bytes);
            for (var at = 0; number % 2 == 0 && at < bytes.Length - 60; at += 60)
            {
                "/home/ana/os/tmp/core/libc/source/inflate.c and so on..\n"u8.CopyTo(bytes.AsSpan(at));
            }

            var path = Path.Combine(directory, "usr", "share", $"d{number % 50:d2}", $"f{number:d4}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    private static double Time(string program, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
