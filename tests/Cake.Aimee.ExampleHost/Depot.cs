using Cake.Aimee.Sources;

namespace Cake.Aimee.ExampleHost;

/// <summary>A scheme of one's own: <c>depot:/zlib-1.3.1.tar.gz</c> lies where DEPOT says.</summary>
internal static class Depot
{
    public static async Task FetchAsync(CustomFetch fetch, CancellationToken cancellationToken)
    {
        var depot = Environment.GetEnvironmentVariable("DEPOT") ?? throw new InvalidOperationException("DEPOT is not set");
        var content = await File.ReadAllBytesAsync(depot + new Uri(fetch.Address).AbsolutePath, cancellationToken).ConfigureAwait(false);
        await File.WriteAllBytesAsync(fetch.Path, content, cancellationToken).ConfigureAwait(false);
    }
}
