using System.Globalization;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Archives;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Support;

/// <summary>
/// The test assembly's own program: a small build in a process of its own, for tests that kill it or need two.
/// <c>run ISOLATION SCRIPT</c> runs a shell script, <c>converse SCRIPT</c> does with the terminal,
/// <c>fetch DIRECTORY URI CHECKSUM</c> fetches a source, <c>install SYSROOT ID ARCHIVE…</c> installs one archive after
/// another, again and again, with <c>-</c> for uninstalling, until it is killed or a turn fails.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => arguments switch
    {
        ["run", var isolation, var script] => RunAsync(Enum.Parse<Isolation>(isolation), script),
        ["converse", var script] => ConverseAsync(script),
        ["fetch", var directory, var uri, var checksum] => FetchAsync(directory, uri, checksum),
        ["install", var sysroot, var id, .. var archives] => InstallAsync(sysroot, id, archives),
        ["pack", var directory, var archive] => PackAsync(directory, archive),
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

    private static async Task<int> PackAsync(string directory, string archive)
    {
        await TarPacker.PackAsync(new(directory) { Format = "tar.xz", Level = 9 }, archive, new ProcessRunner(), CancellationToken.None);
        return 0;
    }

    private static async Task<int> FetchAsync(string directory, string uri, string checksum)
    {
        using var fetcher = new SourceFetcher(new(directory), new ProcessRunner());
        var source = new Source(SourceUri.Parse(uri)) { Checksums = [Checksum.Parse(checksum)] };
        var fetched = await fetcher.FetchAsync(source, null, CancellationToken.None);
        Console.Out.WriteLine(fetched.Origin);
        return 0;
    }

    private static async Task<int> InstallAsync(string directory, string id, string[] archives)
    {
        using var sysroot = new Sysroot(directory, new ProcessRunner());
        for (var turn = 0; ; turn++)
        {
            var archive = archives[turn % archives.Length];
            if (archive == "-")
            {
                await sysroot.UninstallAsync(id, CancellationToken.None);
            }
            else
            {
                var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(archive)));
                await sysroot.InstallAsync(new(id, archive, digest, digest) { PostInstall = WriteAsync }, CancellationToken.None);
            }
            Console.Out.WriteLine(turn);
        }
    }

    private static async Task WriteAsync(string sysroot, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(sysroot, "var/cache"));
        for (var i = 0; i < 20; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(sysroot, $"var/cache/{i}"), "cache", cancellationToken);
        }
    }
}
