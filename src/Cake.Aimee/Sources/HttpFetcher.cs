using System.Net;

namespace Cake.Aimee.Sources;

/// <summary>
/// Fetches by HTTP (RFC 9110): goes on where a broken-off fetch stopped (14, Range Requests, and 13.1.5, If-Range),
/// and tries again after failures that may pass. The machine's proxies are heeded (http_proxy and its kin).
/// </summary>
internal sealed class HttpFetcher(SourceSettings settings) : IFetcher, IDisposable
{
    // Whoever brings that much before breaking off is worth further attempts.
    private const long WorthAnother = 1024 * 1024;

    private readonly HttpExchange _exchange = new(settings);

    /// <inheritdoc/>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellationToken)
    {
        var file = new PartialFile(job.Path);
        for (var attempt = 1; ; attempt++)
        {
            var before = file.Length;
            try
            {
                await AttemptAsync(job, file, cancellationToken).ConfigureAwait(false);
                file.Finish();
                return;
            }
            catch (TransientFetchException e)
            {
                attempt = file.Length - before >= WorthAnother ? 1 : attempt;
                if (attempt >= settings.Attempts)
                {
                    throw new FetchException($"{e.Message} ({settings.Attempts} attempts)", e);
                }
                await Task.Delay(Attempts.DelayAfter(settings, attempt, e), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _exchange.Dispose();

    private async Task AttemptAsync(FetchJob job, PartialFile file, CancellationToken cancellationToken)
    {
        // Without a mark of the content, its parts can be put together only when a checksum proves them.
        var mark = file.MarkFor(job.Uri.Address);
        var start = mark is { Length: > 0 } || (mark is not null && job.Wanted.Count > 0) ? file.Length : 0;
        using var response = await _exchange.SendAsync(job.Uri.Address, start, mark, cancellationToken).ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                file.Restart(job.Uri.Address, MarkOf(response));
                job.WasResumed = false;
                break;
            case HttpStatusCode.PartialContent when start > 0 && response.Content.Headers.ContentRange?.From == start:
                job.WasResumed = true;
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when start > 0 && response.Content.Headers.ContentRange?.Length == start:
                return;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when start > 0:
                file.Remove();
                throw new TransientFetchException("the server does not go on where it was asked to");
            default:
                throw HttpExchange.Failure(response);
        }
        await CopyAsync(response, job, file, cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyAsync(HttpResponseMessage response, FetchJob job, PartialFile file, CancellationToken cancellationToken)
    {
        var total = response.Content.Headers.ContentLength + file.Length;
        var buffer = new byte[128 * 1024];
        var output = file.Append();
        await using (output.ConfigureAwait(false))
        {
            job.Progress(output.Length, total);
            var input = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (await _exchange.ReadAsync(input, buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                job.Progress(output.Length, total);
            }
        }
    }

    private static string MarkOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag
        : response.Content.Headers.LastModified is { } date ? date.ToString("R")
        : "";
}
