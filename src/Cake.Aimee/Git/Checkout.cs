using Cake.Aimee.Processes;

namespace Cake.Aimee.Git;

/// <summary>What a directory's repository says of itself.</summary>
/// <param name="Revision">The commit that is checked out; null outside a repository, or before the first commit.</param>
/// <param name="Origin">Where the repository was cloned from, without credentials; null when it was not.</param>
public sealed record Checkout(string? Revision, string? Origin)
{
    /// <summary>Asks git.</summary>
    /// <param name="directory">A directory, in a repository or not.</param>
    /// <param name="processes">Runs git.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Checkout> ReadAsync(
        string directory, IProcessRunner processes, CancellationToken cancellationToken)
    {
        if (Programs.Find("git") is null)
        {
            return new(null, null);
        }

        var revision = await AskAsync("rev-parse", "--verify", "--quiet", "HEAD").ConfigureAwait(false);
        var origin = await AskAsync("config", "--get", "remote.origin.url").ConfigureAwait(false);
        return new(revision, origin is null ? null : WithoutCredentials(origin));

        async Task<string?> AskAsync(params string[] question)
        {
            var result = await processes.RunAsync(
                ProcessRequest.Of("git", ["-C", directory, .. question]), cancellationToken).ConfigureAwait(false);
            return result.ExitCode == 0 && result.Output.Trim() is { Length: > 0 } answer ? answer : null;
        }
    }

    private static string WithoutCredentials(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
            ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.ToString()
            : origin;
}
