using Cake.Aimee.Stages;

namespace Cake.Aimee.ExampleHost;

/// <summary>A stage of one's own: <c>core/zlib:notice</c>.</summary>
internal static class Notice
{
    public static async Task RunAsync(CustomStageCall call, CancellationToken cancellationToken)
    {
        var notice = $"{call.Package.Id} {call.Package.Version}: {call.Package.License}";
        await call.Log.WriteLineAsync(notice).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(call.Directory, "notice"), notice, cancellationToken).ConfigureAwait(false);
    }

    public static Task WeighAsync(CustomStageCall call, CancellationToken cancellationToken)
    {
        var files = new DirectoryInfo(Path.Combine(call.Directory, "install")).EnumerateFiles("*", SearchOption.AllDirectories);
        return call.Log.WriteLineAsync($"{files.Sum(file => file.Length)} bytes".AsMemory(), cancellationToken);
    }
}
