namespace Cake.Aimee.Sources;

/// <summary>Lets schemes that a program has added bring their sources.</summary>
internal sealed class CustomFetcher : IFetcher
{
    /// <inheritdoc/>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellationToken)
    {
        new PartialFile(job.Path).Remove();
        var scheme = SourceSchemes.Custom(job.Uri.Address[..job.Uri.Address.IndexOf(':', StringComparison.Ordinal)]);
        try
        {
            await scheme.FetchAsync(new CustomFetch(job.Uri.Address, job.Path, job.Progress), cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong in a program's own scheme, the next location is asked.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw new FetchException(exception.Message.TrimEnd('.'), exception);
        }

        if (!File.Exists(job.Path))
        {
            throw new FetchException("the scheme brought nothing");
        }
    }
}
