namespace Cake.Aimee.Sources;

/// <summary>Copies a file of this machine.</summary>
internal sealed class FileFetcher : IFetcher
{
    /// <inheritdoc/>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellationToken)
    {
        var path = new Uri(job.Uri.Address).LocalPath;
        new PartialFile(job.Path).Remove();
        FileStream input;
        try
        {
            input = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FetchException(File.Exists(path) ? "can not be read" : Directory.Exists(path) ? "is a directory" : "is not there", e);
        }
        await using (input.ConfigureAwait(false))
        {
            var output = new FileStream(job.Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
            await using (output.ConfigureAwait(false))
            {
                await input.CopyToAsync(output, 1024 * 1024, cancellationToken).ConfigureAwait(false);
                job.Progress(output.Length, output.Length);
            }
        }
    }
}
