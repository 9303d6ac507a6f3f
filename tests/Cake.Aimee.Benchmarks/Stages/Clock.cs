using System.Diagnostics;

namespace Cake.Aimee.Benchmarks.Stages;

/// <summary>Runs programs and takes their time.</summary>
internal static class Clock
{
    /// <summary>Runs a program that has to succeed; tells how many seconds it took.</summary>
    public static double Time(string directory, string program, IEnumerable<string> arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{program} failed: {output}");
    }
}
