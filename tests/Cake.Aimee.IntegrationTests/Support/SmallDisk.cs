using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>A disk of its own over a directory: small, full or read-only, as a test wants it.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private static readonly ProcessRunner Runner = new();
    private readonly string directory;

    private SmallDisk(string directory) => this.directory = directory;

    /// <summary>Mounts it; the test is skipped where that can not be done.</summary>
    /// <param name="directory">Where; made when it is missing.</param>
    /// <param name="options">What <c>mount -o</c> takes: <c>size=1m</c>, <c>ro</c>.</param>
    public static async Task<SmallDisk> MountAsync(string directory, string options)
    {
        Require.Root();
        Directory.CreateDirectory(directory);
        var result = await Runner.RunAsync(ProcessRequest.Of("mount", "-t", "tmpfs", "-o", options, "none", directory), CancellationToken.None);
        if (result.ExitCode != 0)
        {
            Assert.Ignore($"This machine mounts no disk of a test's own: {string.Join(' ', result.LastLines)}");
        }

        return new(directory);
    }

    /// <summary>Changes its options: more room, or that it may be written.</summary>
    public Task ChangeAsync(string options) =>
        Runner.RunCheckedAsync(ProcessRequest.Of("mount", "-o", $"remount,{options}", directory), CancellationToken.None);

    public async ValueTask DisposeAsync() => await Runner.RunCheckedAsync(ProcessRequest.Of("umount", directory), CancellationToken.None);
}
