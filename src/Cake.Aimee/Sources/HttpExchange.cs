using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Cake.Aimee.Sources;

/// <summary>Question and answer by HTTP: redirects, credentials, and servers that fall silent.</summary>
internal sealed class HttpExchange : IDisposable
{
    private readonly SourceSettings _settings;
    private readonly HttpClient _client;

    /// <summary>An exchange with the settings' limits.</summary>
    public HttpExchange(SourceSettings settings)
    {
        _settings = settings;
        // What comes has to be the file's bytes: nothing is unpacked on the way. Redirects are followed here, to count and to name them.
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = settings.StallTime,
            PreAuthenticate = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new("cake-aimee", null));
    }

    /// <summary>Asks for a file, or for the rest of it.</summary>
    /// <param name="address">The address; name and password in it become a header.</param>
    /// <param name="start">The first byte that is wanted.</param>
    /// <param name="mark">The mark of the content that the bytes before belong to.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The answer, of which only the header has been read.</returns>
    public async Task<HttpResponseMessage> SendAsync(string address, long start, string? mark, CancellationToken cancellationToken)
    {
        var from = new Uri(address);
        var at = from;
        for (var redirects = 0; ; redirects++)
        {
            var response = await AskAsync(at, Credentials(from, at), start, mark, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode))
            {
                return response;
            }
            using (response)
            {
                at = Next(at, response.Headers.Location);
            }
            if (redirects == _settings.RedirectLimit)
            {
                throw new FetchException($"more than {_settings.RedirectLimit} redirects, the last one to {SourceUri.Hide(at.AbsoluteUri)}");
            }
        }
    }

    /// <summary>Asks whether something is there.</summary>
    public async Task<bool> HasAsync(string address, CancellationToken cancellationToken)
    {
        using var response = await AskAsync(HttpMethod.Head, address, cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Asks a question that has no body, and whose answer is all in its header. Redirects are not followed.</summary>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string address, CancellationToken cancellationToken)
    {
        var at = new Uri(address);
        using var request = new HttpRequestMessage(method, at) { Headers = { Authorization = Credentials(at, at) } };
        return await WithinStallTimeAsync(
            stop => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a file where nothing is yet (RFC 9110, 9.3.4 and 13.1.2).</summary>
    public async Task PutAsync(string address, string path, CancellationToken cancellationToken)
    {
        using var response = await PutAsync(address, path, replaces: false, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.PreconditionFailed)
        {
            throw Failure(response);
        }
    }

    /// <summary>Puts a file.</summary>
    /// <param name="address">Where it goes.</param>
    /// <param name="path">The file.</param>
    /// <param name="replaces">Whether what is there is replaced; else the server is asked to leave it.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The answer, whatever it is.</returns>
    public async Task<HttpResponseMessage> PutAsync(string address, string path, bool replaces, CancellationToken cancellationToken)
    {
        var at = new Uri(address);
        var content = new UploadContent(path);
        using var request = new HttpRequestMessage(HttpMethod.Put, at) { Content = content, Headers = { Authorization = Credentials(at, at) } };
        if (!replaces)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }
        // As long as bytes go out, the server is not silent.
        return await WithinStallTimeAsync(
            stall =>
            {
                content.OnProgress = () => stall.CancelAfter(_settings.StallTime);
                return _client.SendAsync(request, stall.Token);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What an answer says that is none, and whether it may pass.</summary>
    public static FetchException Failure(HttpResponseMessage response)
    {
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        return response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            ? new TransientFetchException(status, after: Wish(response.Headers.RetryAfter))
            : new FetchException(status);
    }

    /// <summary>Reads from an answer's body; 0 at its end.</summary>
    public Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken) =>
        WithinStallTimeAsync(stop => body.ReadAsync(buffer, stop).AsTask(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> AskAsync(
        Uri at, AuthenticationHeaderValue? credentials, long start, string? mark, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, at);
        request.Headers.Authorization = credentials;
        if (start > 0)
        {
            request.Headers.Range = new(start, null);
            if (mark is { Length: > 0 })
            {
                request.Headers.TryAddWithoutValidation("If-Range", mark);
            }
        }
        return await WithinStallTimeAsync(
            stop => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop), cancellationToken).ConfigureAwait(false);
    }

    private Task<T> WithinStallTimeAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken) =>
        WithinStallTimeAsync(stall => action(stall.Token), cancellationToken);

    private async Task<T> WithinStallTimeAsync<T>(Func<CancellationTokenSource, Task<T>> action, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(_settings.StallTime);
        try
        {
            return await action(stall).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientFetchException($"the server sent nothing for {_settings.StallTime.TotalSeconds:0.#} s", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            throw new FetchException(Reason(e), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TransientFetchException(Reason(e), e);
        }
    }

    private static Uri Next(Uri at, Uri? location)
    {
        var next = location is null ? throw new FetchException("a redirect to nowhere") : new Uri(at, location);
        return next.Scheme is "http" or "https" && next.Host.Length > 0
            ? next
            : throw new FetchException($"a redirect to {SourceUri.Hide(next.ToString())}, which is not followed");
    }

    // Name and password are for the host that they were given for, and no other.
    private static AuthenticationHeaderValue? Credentials(Uri from, Uri at) =>
        from.UserInfo.Length > 0 && (from.Scheme, from.Host, from.Port) == (at.Scheme, at.Host, at.Port)
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(from.UserInfo))))
            : null;

    private static bool IsRedirect(HttpStatusCode status) =>
        (int)status is 301 or 302 or 303 or 307 or 308;

    private static TimeSpan? Wish(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > DateTimeOffset.UtcNow ? date - DateTimeOffset.UtcNow : null);

    private static string Reason(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }
        return e.Message;
    }
}
