using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Git;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>Makes an archive of a state of a git repository: for the same commit the same bytes.</summary>
internal sealed class GitFetcher(IProcessRunner runner) : IFetcher
{
    /// <inheritdoc/>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellationToken)
    {
        new PartialFile(job.Path).Remove();
        var directory = TarCompression.BaseOf(job.Uri.Archive);
        // What a fetch that was killed has left may be of another revision.
        DirectoryRemoval.Remove(job.Path + ".d");
        var passing = Directory.CreateDirectory(job.Path + ".d");
        try
        {
            var repository = await GitRepository.InitializeBareAsync(Path.Combine(passing.FullName, "git"), runner, cancellationToken).ConfigureAwait(false);
            var commit = await repository.FetchAsync(job.Uri.Address, job.Uri.Revision.GitName, cancellationToken).ConfigureAwait(false);
            var tar = Path.Combine(passing.FullName, "tar");
            var output = File.Create(tar);
            await using (output.ConfigureAwait(false))
            {
                await repository.ArchiveAsync(commit, directory, output, cancellationToken).ConfigureAwait(false);
            }
            await TarCompression.CompressAsync(tar, job.Uri.Archive, job.Path, runner, cancellationToken).ConfigureAwait(false);
        }
        catch (AimeeException e)
        {
            throw new FetchException(e.Message, e);
        }
        finally
        {
            DirectoryRemoval.Remove(passing.FullName);
        }
    }
}
