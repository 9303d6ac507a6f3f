using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Sources;

/// <summary>
/// Puts sources into the tree's upstreams, so that other machines find them there: directories, and HTTP servers that
/// take PUT. What an upstream has by that name already stays: who fetches it believes it by its checksum alone.
/// </summary>
/// <param name="settings">The upstreams and the limits for servers.</param>
public sealed class SourceUpload(SourceSettings settings) : IDisposable
{
    private readonly HttpExchange _exchange = new(settings);

    /// <summary>Puts a source into each upstream that lacks it.</summary>
    /// <param name="source">The source, fetched.</param>
    /// <param name="cancellationToken">Breaks off; a file that is half there is not seen.</param>
    /// <returns>The addresses to which it was put; empty when all had it.</returns>
    /// <exception cref="AimeeException">An upstream does not take it; all those that do not are named, each with the reason.</exception>
    public async Task<ImmutableArray<string>> PushAsync(FetchedSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var pushed = ImmutableArray.CreateBuilder<string>();
        var problems = new List<string>();
        foreach (var upstream in settings.Upstreams)
        {
            var location = FetchLocation.Named(FetchOrigin.Upstream, upstream, Path.GetFileName(source.Path));
            try
            {
                if (location.Uri is not { } uri)
                {
                    problems.Add(location.Problem);
                }
                else if (await PutAsync(uri, source.Path, cancellationToken).ConfigureAwait(false))
                {
                    pushed.Add(uri.ToString());
                }
            }
            catch (Exception e) when (e is FetchException or IOException or UnauthorizedAccessException)
            {
                problems.Add($"{location.Uri}: {e.Message}");
            }
        }
        return problems.Count == 0
            ? pushed.ToImmutable()
            : throw new AimeeException(
                $"Can not put {Path.GetFileName(source.Path)} into the upstream:{string.Concat(problems.Select(problem => $"{Environment.NewLine}    {problem}"))}{Environment.NewLine}"
                + "Let the upstream take it, or set 'push: false'.");
    }

    /// <inheritdoc/>
    public void Dispose() => _exchange.Dispose();

    private async Task<bool> PutAsync(SourceUri uri, string path, CancellationToken cancellationToken)
    {
        switch (uri.Scheme)
        {
            case SourceScheme.File:
                return Copy(path, new Uri(uri.Address).LocalPath);
            case SourceScheme.Http:
                if (await _exchange.HasAsync(uri.Address, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
                await _exchange.PutAsync(uri.Address, path, cancellationToken).ConfigureAwait(false);
                return true;
            default:
                throw new FetchException("nothing can be put there: an http or https address or a directory can take it");
        }
    }

    private static bool Copy(string from, string to)
    {
        if (File.Exists(to))
        {
            return false;
        }
        using var pending = new PendingPath(to);
        File.Copy(from, pending.TemporaryPath);
        using (var file = new FileStream(pending.TemporaryPath, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }
        pending.Commit();
        return true;
    }
}
