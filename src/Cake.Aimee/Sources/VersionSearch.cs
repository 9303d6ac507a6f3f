using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Cake.Aimee.Git;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>
/// Finds out which versions of a source there are, where that can be known: a git repository's tags (also those
/// behind the archives that GitHub and GitLab make), and the directory that an archive lies in on an HTTP server.
/// </summary>
public sealed partial class VersionSearch : IDisposable
{
    private const int LongestListing = 16 * 1024 * 1024;
    private readonly IProcessRunner _runner;
    private readonly HttpExchange _exchange;

    /// <summary>A search.</summary>
    /// <param name="settings">The limits for servers.</param>
    /// <param name="runner">Runs git.</param>
    public VersionSearch(SourceSettings settings, IProcessRunner runner)
    {
        _runner = runner;
        _exchange = new(settings);
    }

    /// <summary>Looks for versions.</summary>
    /// <param name="uri">The source of the version at hand.</param>
    /// <param name="version">The version at hand.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The versions; null when this source's place does not tell.</returns>
    /// <exception cref="Diagnostics.AimeeException">The place can not be asked; the message says why.</exception>
    public async Task<KnownVersions?> FindAsync(SourceUri uri, string version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uri);
        try
        {
            return uri.Scheme switch
            {
                SourceScheme.Git => await TagsAsync(uri.Address, uri.Revision.Name, version, cancellationToken).ConfigureAwait(false),
                SourceScheme.Http when Forge().Match(uri.Address) is { Success: true } match =>
                    await TagsAsync(match.Groups[1].Value + ".git", match.Groups[2].Value, version, cancellationToken).ConfigureAwait(false),
                SourceScheme.Http => await ListingAsync(uri, version, cancellationToken).ConfigureAwait(false),
                _ => null,
            };
        }
        catch (FetchException e)
        {
            throw new Diagnostics.AimeeException($"Can not look for versions of {uri}: {e.Message}.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _exchange.Dispose();

    private async Task<KnownVersions?> TagsAsync(string address, string revision, string version, CancellationToken cancellationToken)
    {
        var references = await GitRepository.RemoteReferencesAsync(address, _runner, cancellationToken).ConfigureAwait(false);
        var tags = references.Select(reference => reference.Name)
            .Where(name => name.StartsWith("refs/tags/", StringComparison.Ordinal))
            .Select(name => name["refs/tags/".Length..])
            .ToList();
        // Where the revision is a branch or a commit, a tag with the version in it shows how tags are made.
        var pattern = VersionPattern.Of(revision, version) ?? tags.Select(tag => VersionPattern.Of(tag, version)).FirstOrDefault(found => found is not null);
        return pattern is null ? null : new(SourceUri.Hide(address), Versions(tags, pattern));
    }

    private async Task<KnownVersions?> ListingAsync(SourceUri uri, string version, CancellationToken cancellationToken)
    {
        var address = uri.Address.Split('?')[0];
        var directory = address[..(address.LastIndexOf('/') + 1)];
        if (VersionPattern.Of(Uri.UnescapeDataString(address[directory.Length..]), version) is not { } pattern)
        {
            return null;
        }
        using var response = await _exchange.SendAsync(directory, 0, null, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return null;
        }
        var page = await TextAsync(response, cancellationToken).ConfigureAwait(false);
        var names = Link().Matches(page).Select(match => Uri.UnescapeDataString(WebUtility.HtmlDecode(match.Groups[1].Value)).Split('?')[0].Split('/')[^1]);
        return new(SourceUri.Hide(directory), Versions(names, pattern));
    }

    private async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (text.Length < LongestListing && await _exchange.ReadAsync(body, buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            text.Write(buffer, 0, count);
        }
        return System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static ImmutableArray<string> Versions(IEnumerable<string> names, VersionPattern pattern) =>
        [.. names.Select(pattern.VersionIn).OfType<string>().Distinct().Order(VersionOrder.Instance)];

    // …/OWNER/NAME/archive/refs/tags/TAG.tar.gz, …/releases/download/TAG/FILE, …/-/archive/TAG/FILE
    [GeneratedRegex(@"^(https?://[^/]+/.+?)/(?:-/)?(?:archive/(?:refs/tags/)?|releases/download/)([^/]+?)(?:/[^/]*|\.tar\.[a-z0-9]+|\.tgz|\.zip)$")]
    private static partial Regex Forge();

    [GeneratedRegex("""<a\s[^>]*href\s*=\s*["']([^"'#]+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
