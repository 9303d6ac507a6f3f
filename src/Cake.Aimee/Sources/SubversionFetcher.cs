using System.Text;
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
        var passing = Directory.CreateDirectory(job.Path + ".d");
        try
        {
            await RunAsync(job.Uri, "export", ["--quiet", "--force"], Path.Combine(passing.FullName, name), cancellationToken).ConfigureAwait(false);
            var date = await RunAsync(job.Uri, "info", ["--show-item", "last-changed-date"], null, cancellationToken).ConfigureAwait(false);
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
            passing.Delete(recursive: true);
        }
    }

    private async Task<string> RunAsync(SourceUri uri, string command, string[] options, string? directory, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(uri.Address);
        var (user, password) = (Uri.UnescapeDataString(address.UserName), Uri.UnescapeDataString(address.Password));
        (address.UserName, address.Password) = ("", "");
        string[] words =
        [
            command, "--non-interactive", "--no-auth-cache", .. options,
            "--revision", uri.Revision.Kind == RevisionKind.Commit ? uri.Revision.Name : "HEAD",
            .. user.Length > 0 ? ["--username", user] : Array.Empty<string>(),
            .. password.Length > 0 ? ["--password-from-stdin"] : Array.Empty<string>(),
            // An @ at the end, or an earlier one would begin a peg revision.
            "--", address.Uri.AbsoluteUri + "@",
            .. directory is null ? Array.Empty<string>() : [directory],
        ];
        var request = ProcessRequest.Of("svn", words) with
        {
            Input = password.Length > 0 ? (input, stop) => input.WriteAsync(Encoding.UTF8.GetBytes(password + "\n"), stop).AsTask() : null,
            Secrets = uri.Secrets,
        };
        return (await runner.RunCheckedAsync(request, cancellationToken).ConfigureAwait(false)).Output.Trim();
    }
}
