using System.Globalization;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Processes;

/// <summary>
/// The test assembly's own program: runs a shell script as a build would, for tests that kill the build.
/// Arguments: the isolation, and the script.
/// </summary>
internal static class VictimBuild
{
    private static async Task<int> Main(string[] arguments)
    {
        var request = ProcessRequest.Of("sh", "-c", arguments[1]) with
        {
            Isolation = Enum.Parse<Isolation>(arguments[0]),
            OnLine = line => Console.Out.WriteLine(line.Text),
        };
        var result = await new ProcessRunner().RunAsync(request, CancellationToken.None);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exit {result.ExitCode}"));
        return result.ExitCode;
    }
}
