using Cake.Aimee.Diagnostics;
using Cake.Aimee.Git;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>Asks repositories where their branches and tags stand now.</summary>
public static class RepositoryState
{
    /// <summary>The commit (Subversion: the revision) that a source's branch, tag or newest state is at.</summary>
    /// <param name="uri">A source in a repository.</param>
    /// <param name="runner">Runs git or svn.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <exception cref="AimeeException">The repository can not be asked, or has no such branch or tag.</exception>
    public static async Task<string> CommitAsync(SourceUri uri, IProcessRunner runner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (uri.Scheme == SourceScheme.Subversion)
        {
            return await SubversionProgram.RunAsync(runner, uri, "info", ["--show-item", "last-changed-revision"], null, cancellationToken)
                .ConfigureAwait(false);
        }

        return await GitRepository.RemoteCommitAsync(uri.Address, uri.Revision.GitName, runner, cancellationToken).ConfigureAwait(false)
            ?? throw new AimeeException($"The repository of {uri} has no '{uri.Revision}'.");
    }
}
