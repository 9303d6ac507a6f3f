using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>Makes an archive of a state of a Subversion repository: for the same revision the same bytes.</summary>
internal sealed class SubversionFetcher(IProcessRunner runner) : IFetcher
{
    /// <inheritdoc/>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellationToken)
    {
        new PartialFile(job.Path).Remove();
        var name = TarCompression.BaseOf(job.Uri.Archive);
        // What a fetch that was killed has left may be of another revision.
        DirectoryRemoval.Remove(job.Path + ".d");
        var passing = Directory.CreateDirectory(job.Path + ".d");
        try
        {
            await SubversionProgram.RunAsync(runner, job.Uri, "export", ["--quiet", "--force"], Path.Combine(passing.FullName, name), cancellationToken).ConfigureAwait(false);
            var date = await SubversionProgram.RunAsync(runner, job.Uri, "info", ["--show-item", "last-changed-date"], null, cancellationToken).ConfigureAwait(false);
            var tar = Path.Combine(passing.FullName, "tar");
            await runner.RunCheckedAsync(
                ProcessRequest.Of(
                    "tar", "--create", "--file=" + tar, "--format=gnu", "--sort=name", "--owner=0", "--group=0", "--numeric-owner",
                    "--mtime=" + date, "--mode=u+rw,go=rX,a-st", "--directory=" + passing.FullName, "--", name) with
                {
                    Environment = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add("LC_ALL", "C"),
                },
                cancellationToken).ConfigureAwait(false);
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
