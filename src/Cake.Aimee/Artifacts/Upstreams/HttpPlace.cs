using System.Net;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Artifacts.Upstreams;

/// <summary>An HTTP server that takes PUT: WebDAV, an object store.</summary>
internal sealed class HttpPlace(string address, SourceSettings settings) : IUpstreamPlace
{
    private readonly HttpExchange _exchange = new(settings);
    private readonly HttpFetcher _fetcher = new(settings);

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) =>
        Attempts.RunAsync(settings, () => TryReadAsync(name, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task FetchAsync(string name, long size, string sha256, string path, CancellationToken cancellationToken)
    {
        var job = new FetchJob(SourceUri.Parse(AddressOf(name)), [new(ChecksumAlgorithm.Sha256, sha256)], path, (bytes, total) =>
        {
            if (bytes > size || total is { } all && all != size)
            {
                throw new WrongContentException($"it has {(bytes > size ? $"more than {size}" : $"{total}")} bytes, not {size}");
            }
        });
        return _fetcher.FetchAsync(job, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long?> SizeOfAsync(string name, CancellationToken cancellationToken) => Attempts.RunAsync(
        settings,
        async () =>
        {
            using var response = await _exchange.AskAsync(HttpMethod.Head, AddressOf(name), cancellationToken).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK ? response.Content.Headers.ContentLength : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task PutAsync(string name, string path, bool replaces, CancellationToken cancellationToken) =>
        Attempts.RunAsync(settings, () => TryPutAsync(name, path, replaces, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _exchange.Dispose();
        _fetcher.Dispose();
    }

    private async Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await _exchange.SendAsync(AddressOf(name), 0, null, cancellationToken).ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return null;
            default:
                throw HttpExchange.Failure(response);
        }
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (await _exchange.ReadAsync(body, buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > ArtifactUpstream.LargestSidecar)
            {
                throw new FetchException($"it has more than {ArtifactUpstream.LargestSidecar} bytes: that is no description of an artifact");
            }
        }
        return content.ToArray();
    }

    private async Task<bool> TryPutAsync(string name, string path, bool replaces, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            using var response = await _exchange.PutAsync(AddressOf(name), path, replaces, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return true;
            }
            // RFC 4918, 9.7.1: with a conflict, a collection above it is missing. Some servers say that it is not found, and nginx that it failed.
            if (!isFirst || response.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.InternalServerError))
            {
                throw HttpExchange.Failure(response);
            }
            await MakeCollectionsAsync(name, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MakeCollectionsAsync(string name, CancellationToken cancellationToken)
    {
        var file = AddressOf(name);
        var first = file.IndexOf('/', file.IndexOf("://", StringComparison.Ordinal) + "://".Length);
        for (var slash = file.IndexOf('/', first + 1); slash >= 0; slash = file.IndexOf('/', slash + 1))
        {
            // One that is there is refused (405), and whatever else is wrong the next PUT says.
            using var response = await _exchange.AskAsync(new("MKCOL"), file[..(slash + 1)], cancellationToken).ConfigureAwait(false);
        }
    }

    private string AddressOf(string name) => $"{address}/{name}";
}
