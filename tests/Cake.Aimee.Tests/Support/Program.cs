using System.Globalization;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Support;

/// <summary>
/// The test assembly's own program: a small build in a process of its own, for tests that kill it or need two.
/// <c>run ISOLATION SCRIPT</c> runs a shell script, <c>converse SCRIPT</c> does with the terminal,
/// <c>fetch DIRECTORY URI CHECKSUM</c> fetches a source.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => arguments switch
    {
        ["run", var isolation, var script] => RunAsync(Enum.Parse<Isolation>(isolation), script),
        ["converse", var script] => ConverseAsync(script),
        ["fetch", var directory, var uri, var checksum] => FetchAsync(directory, uri, checksum),
        _ => throw new ArgumentException(string.Join(' ', arguments)),
    };

    private static async Task<int> RunAsync(Isolation isolation, string script)
    {
        var request = ProcessRequest.Of("sh", "-c", script) with
        {
            Isolation = isolation,
            OnLine = line => Console.Out.WriteLine(line.Text),
        };
        var result = await new ProcessRunner().RunAsync(request, CancellationToken.None);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exit {result.ExitCode}"));
        return result.ExitCode;
    }

    private static async Task<int> ConverseAsync(string script)
    {
        var result = await new ProcessRunner().RunAsync(ProcessRequest.Of("sh", "-c", script) with { IsInteractive = true }, CancellationToken.None);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exit {result.ExitCode}"));
        return result.ExitCode;
    }

    private static async Task<int> FetchAsync(string directory, string uri, string checksum)
    {
        using var fetcher = new SourceFetcher(new(directory), new ProcessRunner());
        var source = new Source(SourceUri.Parse(uri)) { Checksums = [Checksum.Parse(checksum)] };
        var fetched = await fetcher.FetchAsync(source, null, CancellationToken.None);
        Console.Out.WriteLine(fetched.Origin);
        return 0;
    }
}
