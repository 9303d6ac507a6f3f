using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;

namespace Cake.Aimee.IntegrationTests.Engines;

/// <summary>The smallest userland that containers run in: Debian's static busybox with its names.</summary>
internal static class TinyUserland
{
    private static readonly string[] Names =
        ["sh", "cat", "echo", "env", "id", "install", "ls", "mkdir", "readlink", "rm", "seq", "setsid", "sleep", "test", "touch", "true", "uname"];

    /// <summary>Writes it as an archive; the test is skipped where busybox is missing or not static.</summary>
    public static async Task WriteAsync(string directory, string archive)
    {
        Require.Program("busybox", "busybox-static");
        var program = Programs.Find("busybox")!;
        if (ElfHeader.Read(program) is not { IsDynamic: false })
        {
            Assert.Ignore($"{program} needs shared libraries: Debian's package busybox-static brings one that does not.");
        }

        foreach (var name in new[] { "bin", "dev", "etc", "mnt", "proc", "root", "sys", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(directory, name));
        }

        File.Copy(program, Path.Combine(directory, "bin", "busybox"));
        foreach (var name in Names)
        {
            File.CreateSymbolicLink(Path.Combine(directory, "bin", name), "busybox");
        }

        File.WriteAllText(Path.Combine(directory, "etc", "passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        File.WriteAllText(Path.Combine(directory, "etc", "group"), "root:x:0:\n");
        await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("tar", "--create", "--file", archive, "--directory", directory, "--owner=0", "--group=0", "."),
            CancellationToken.None);
    }
}
