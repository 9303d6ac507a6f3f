using System.Diagnostics;

namespace Cake.Aimee.Tests.Archives;

/// <summary>Makes trees and archives with the programs that people make them with.</summary>
internal static class Shell
{
    /// <summary>Runs a script that has to succeed.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-euc", script, "sh", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, error.Result);
        return output;
    }
}
