using System.Text;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>Fetches by FTP, through the program curl, which goes on with a broken-off fetch and tries again.</summary>
internal sealed class FtpFetcher(SourceSettings settings, IProcessRunner runner) : IFetcher
{
    /// <inheritdoc/>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellationToken)
    {
        var file = new PartialFile(job.Path);
        // FTP has no mark of the content: only a checksum proves that the parts belong together.
        job.WasResumed = file.MarkFor(job.Uri.Address) is not null && job.Wanted.Count > 0;
        if (!job.WasResumed)
        {
            file.Restart(job.Uri.Address, "");
        }
        var stall = Math.Max(1, (int)settings.StallTime.TotalSeconds);
        // By a configuration on its standard input: the process list shows arguments, and the address may hold a password.
        var configuration =
            $"""
            url = "{Quote(job.Uri.Address)}"
            output = "{Quote(job.Path)}"
            fail
            silent
            show-error
            globoff
            continue-at = -
            connect-timeout = {stall}
            speed-time = {stall}
            speed-limit = 1
            retry = {settings.Attempts - 1}
            retry-delay = {Math.Max(1, (int)settings.FirstDelay.TotalSeconds)}

            """;
        var request = ProcessRequest.Of("curl", "--disable", "--config", "-") with
        {
            Input = (input, stop) => input.WriteAsync(Encoding.UTF8.GetBytes(configuration), stop).AsTask(),
            Secrets = job.Uri.Secrets,
        };
        var result = await runner.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new FetchException(string.Join(' ', result.LastLines));
        }
        file.Finish();
        job.Progress(file.Length, file.Length);
    }

    private static string Quote(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
