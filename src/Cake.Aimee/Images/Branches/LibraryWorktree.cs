using Cake.Aimee.Diagnostics;
using Cake.Aimee.Git;

namespace Cake.Aimee.Images.Branches;

/// <summary>The directory <c>lib</c>: the shared code of a sub-branch, as a working tree of the branch <c>lib/&lt;sub&gt;</c>.</summary>
/// <param name="repository">The repository.</param>
/// <param name="sub">The sub-branch.</param>
internal sealed class LibraryWorktree(GitRepository repository, string sub)
{
    /// <summary>The branch.</summary>
    public string Branch => $"{ImageBranch.Library}/{sub}";

    /// <summary>Where it is checked out.</summary>
    public string Directory => Path.Combine(repository.Directory, ImageBranch.Library);

    /// <summary>Whether the branch is here, or was when the remote was last fetched from.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<bool> IsKnownAsync(CancellationToken cancellationToken) =>
        await repository.CommitAsync($"refs/heads/{Branch}", cancellationToken).ConfigureAwait(false) is not null
        || await repository.CommitAsync($"refs/remotes/origin/{Branch}", cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Looks at what is there, and changes nothing.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>Whether the branch is checked out in <c>lib</c>; otherwise it can be.</returns>
    /// <exception cref="AimeeException"><c>lib</c> is something else, or the branch is checked out elsewhere.</exception>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        var worktrees = await repository.WorktreesAsync(cancellationToken).ConfigureAwait(false);
        var here = worktrees.FirstOrDefault(worktree => worktree.Directory == Directory);
        if (System.IO.Directory.Exists(Directory) && here is not null)
        {
            return here.Branch == Branch
                ? true
                : throw Refused(here.Branch is null ? "a working tree without a branch" : $"the working tree of the branch {here.Branch}");
        }

        if (new FileInfo(Directory) is { LinkTarget: not null })
        {
            throw Refused("a symbolic link");
        }

        if (File.Exists(Directory))
        {
            throw Refused("a file");
        }

        if (System.IO.Directory.Exists(Directory) && System.IO.Directory.EnumerateFileSystemEntries(Directory).Any())
        {
            throw Refused("a directory with files of its own");
        }

        return worktrees.FirstOrDefault(worktree => worktree.Branch == Branch && System.IO.Directory.Exists(worktree.Directory)) is { } elsewhere
            ? throw new AimeeException(
                $"The branch {Branch} is checked out in {elsewhere.Directory}, so it can not be in {Directory} as well. "
                + $"Remove that working tree: git worktree remove {elsewhere.Directory}")
            : false;
    }

    /// <summary>Checks the branch out when it is not, from the remote when it is only there.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>Whether it had to be checked out.</returns>
    /// <exception cref="AimeeException">As <see cref="IsThereAsync"/>; or there is no such branch.</exception>
    public async Task<bool> BringAsync(CancellationToken cancellationToken)
    {
        if (await IsThereAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await repository.BringBranchesAsync([Branch], cancellationToken).ConfigureAwait(false);
        if (await repository.CommitAsync($"refs/heads/{Branch}", cancellationToken).ConfigureAwait(false) is null)
        {
            throw new AimeeException($"There is no branch {Branch}, neither here nor where this repository was cloned from. ImageBranches makes it.");
        }

        var worktrees = await repository.WorktreesAsync(cancellationToken).ConfigureAwait(false);
        if (worktrees.Any(worktree => worktree.Directory == Directory))
        {
            await repository.ForgetWorktreeAsync(Directory, cancellationToken).ConfigureAwait(false);
        }

        await repository.AddWorktreeAsync(ImageBranch.Library, Branch, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private AimeeException Refused(string what) => new(
        $"{Directory} is {what}; the image branches of '{sub}' want the branch {Branch} checked out there. "
        + $"Put it elsewhere and run this again, or: git worktree add lib {Branch}");
}
