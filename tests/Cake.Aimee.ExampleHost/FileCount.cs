using Cake.Aimee.Stages;

namespace Cake.Aimee.ExampleHost;

/// <summary>A stage of one's own: <c>core/zlib:count</c>.</summary>
internal static class FileCount
{
    public static async Task RunAsync(CustomStageCall call, CancellationToken cancellationToken)
    {
        var installed = Path.Combine(call.Directory, "install");
        var count = Directory.EnumerateFiles(installed, "*", SearchOption.AllDirectories).Count();
        await call.Log.WriteLineAsync($"{call.Package.Id} {call.Package.Version} installs {count} files").ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(call.Directory, "tmp", "count"), $"{count}\n", cancellationToken).ConfigureAwait(false);
    }
}
