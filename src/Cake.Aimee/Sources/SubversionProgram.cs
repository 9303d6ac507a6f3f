using System.Text;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>Calls svn so that it never asks and keeps no password.</summary>
internal static class SubversionProgram
{
    /// <summary>Runs a command on a source's address and revision.</summary>
    /// <param name="runner">Runs svn.</param>
    /// <param name="uri">The source.</param>
    /// <param name="command">svn's command.</param>
    /// <param name="options">The command's own options.</param>
    /// <param name="directory">Where to; null for a command that writes nothing.</param>
    /// <param name="cancellationToken">Ends svn.</param>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(
        IProcessRunner runner, SourceUri uri, string command, string[] options, string? directory, CancellationToken cancellationToken)
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
