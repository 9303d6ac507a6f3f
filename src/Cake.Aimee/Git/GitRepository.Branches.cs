using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Git;

/// <content>Branches that are made and brought without touching any working tree or its index.</content>
public sealed partial class GitRepository
{
    private const string Heads = "refs/heads/";
    private const string OriginHeads = "refs/remotes/origin/";

    /// <summary>Makes a commit of some files on a branch, without touching any working tree.</summary>
    /// <param name="branch">The branch; begun without history when it is not there.</param>
    /// <param name="files">The commit's files, all of them: paths with slashes, and their bytes. A file that begins with <c>#!</c> is executable.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The branch's commit: a new one, or the old one when it has exactly these files.</returns>
    /// <exception cref="AimeeException">As git says, and when the branch is checked out somewhere: its working tree would lag behind.</exception>
    public async Task<string> CommitToBranchAsync(
        string branch, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string message, CancellationToken cancellationToken) =>
        (await CommitToBranchesAsync([KeyValuePair.Create(branch, files)], message, cancellationToken).ConfigureAwait(false))[0].After;

    /// <summary>As <see cref="CommitToBranchAsync"/>, on several branches: on all of them or on none.</summary>
    /// <param name="branches">Each branch with its files.</param>
    /// <param name="message">The message of each commit.</param>
    /// <param name="cancellationToken">Ends git; then no branch has changed.</param>
    /// <returns>What became of each branch, in their order.</returns>
    /// <exception cref="AimeeException">As git says, and when a branch that has to change is checked out somewhere.</exception>
    public async Task<ImmutableArray<BranchChange>> CommitToBranchesAsync(
        IReadOnlyList<KeyValuePair<string, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>>> branches, string message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(branches);
        var worktrees = await WorktreesAsync(cancellationToken).ConfigureAwait(false);
        var changes = new List<BranchChange>();
        var faults = new List<string>();
        foreach (var (branch, files) in branches)
        {
            var change = await PrepareAsync(branch, files, message, cancellationToken).ConfigureAwait(false);
            changes.Add(change);
            if (change.Before != change.After
                && worktrees.FirstOrDefault(worktree => worktree.Branch == branch && worktree.Commit is not null) is { } worktree)
            {
                faults.Add($"The branch {branch} is checked out in {worktree.Directory}: commit the change there, or check out another branch.");
            }
        }
        if (faults.Count > 0)
        {
            throw new AimeeException(string.Join(Environment.NewLine, faults));
        }
        await MoveAsync(changes.Where(change => change.Before != change.After), cancellationToken).ConfigureAwait(false);
        return [.. changes];
    }

    /// <summary>Makes a branch where another stands.</summary>
    /// <param name="branch">The new branch.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="AimeeException">As git says: there is such a branch already, for example.</exception>
    public async Task<BranchChange> AddBranchAsync(string branch, string commit, CancellationToken cancellationToken)
    {
        var change = new BranchChange(branch, null, commit);
        await MoveAsync([change], cancellationToken).ConfigureAwait(false);
        return change;
    }

    /// <summary>A file of a commit, as text.</summary>
    /// <param name="revision">The commit.</param>
    /// <param name="path">The file's path, with slashes.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>Its text; null when the commit has no such file.</returns>
    public async Task<string?> TextAsync(string revision, string path, CancellationToken cancellationToken)
    {
        var blob = await _git.AskAsync(
            _git.Request("rev-parse", "--quiet", "--verify", "--end-of-options", $"{revision}:{path}"), cancellationToken).ConfigureAwait(false);
        return blob is null
            ? null
            : (await _runner.RunCheckedAsync(_git.Request("cat-file", "blob", blob), cancellationToken).ConfigureAwait(false)).Output;
    }

    /// <summary>The files of the working tree that git knows or would take: none that is ignored.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    /// <param name="paths">Files and directories to look at, relative to the top; they need not be there.</param>
    /// <returns>Their paths relative to the top, sorted.</returns>
    public async Task<ImmutableArray<string>> FilesAsync(CancellationToken cancellationToken, params string[] paths) =>
    [
        .. (await RunAsync(cancellationToken, ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", .. paths]).ConfigureAwait(false))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(path => File.Exists(Path.Combine(Directory, path)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Brings branches that are only where the repository was cloned from: each becomes a branch here that tracks it.
    /// Those that are here already stay as they are.
    /// </summary>
    /// <param name="branches">The branches; those that are nowhere are passed over.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="AimeeException">The remote can not be reached: the message has git's own words.</exception>
    public async Task BringBranchesAsync(IEnumerable<string> branches, CancellationToken cancellationToken)
    {
        if (await _git.AskAsync(_git.Request("config", "--get", "remote.origin.url"), cancellationToken).ConfigureAwait(false) is not { } address)
        {
            return;
        }
        var here = await BranchesAsync(cancellationToken).ConfigureAwait(false);
        var wanted = branches.Except(here).Select(branch => Heads + branch).ToArray();
        if (wanted.Length == 0)
        {
            return;
        }
        var (plain, configure) = GitAddress.Split(address);
        Task<string> AskOriginAsync(params ReadOnlySpan<string> words)
        {
            var request = _git.Request(words);
            return _git.RunAsync(request with { Secrets = configure(request).Secrets }, cancellationToken);
        }
        try
        {
            var found = References(await AskOriginAsync(["ls-remote", "--quiet", "origin", .. wanted]).ConfigureAwait(false))
                .Select(reference => reference.Name[Heads.Length..]).ToList();
            if (found.Count > 0)
            {
                await AskOriginAsync(["fetch", "--quiet", "--no-tags", "origin", .. found.Select(branch => $"+{Heads}{branch}:{OriginHeads}{branch}")]).ConfigureAwait(false);
            }
            foreach (var branch in found)
            {
                await TrackAsync(branch, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (AimeeException exception)
        {
            throw new AimeeException(
                $"The remote 'origin' ({plain}) can not be asked for {string.Join(", ", wanted.Select(name => name[Heads.Length..]))}. "
                + $"Nothing was changed here. {exception.Message}", exception);
        }
    }

    // Written out: git's own --track refuses where the clone fetches single branches, as in CI.
    private async Task TrackAsync(string branch, CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken, "branch", "--no-track", branch, OriginHeads + branch).ConfigureAwait(false);
        await RunAsync(cancellationToken, "config", $"branch.{branch}.remote", "origin").ConfigureAwait(false);
        await RunAsync(cancellationToken, "config", $"branch.{branch}.merge", Heads + branch).ConfigureAwait(false);
    }

    private async Task<BranchChange> PrepareAsync(
        string branch, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var parent = await CommitAsync(Heads + branch, cancellationToken).ConfigureAwait(false);
        var tree = await WriteTreeAsync(files, cancellationToken).ConfigureAwait(false);
        if (parent is not null && await RunAsync(cancellationToken, "rev-parse", parent + "^{tree}").ConfigureAwait(false) == tree)
        {
            return new(branch, parent, parent);
        }
        var commit = await RunAsync(cancellationToken, ["commit-tree", "-m", message, .. parent is null ? [] : (string[])["-p", parent], tree]).ConfigureAwait(false);
        return new(branch, parent, commit);
    }

    /// <summary>Moves branches, all or none, each from where it was when its change was prepared.</summary>
    private async Task MoveAsync(IEnumerable<BranchChange> changes, CancellationToken cancellationToken)
    {
        var lines = string.Concat(changes.Select(change => change.Before is null
            ? $"create {Heads}{change.Branch} {change.After}\n"
            : $"update {Heads}{change.Branch} {change.After} {change.Before}\n"));
        if (lines.Length > 0)
        {
            await _git.RunAsync(
                _git.Request("update-ref", "--stdin") with { Input = (input, stop) => input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(lines), stop).AsTask() },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> WriteTreeAsync(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        var passing = System.IO.Directory.CreateTempSubdirectory("aimee-git-");
        try
        {
            ProcessRequest WithIndex(ProcessRequest request) =>
                request with { Environment = request.Environment.SetItem("GIT_INDEX_FILE", Path.Combine(passing.FullName, "index")) };
            foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                var hash = await _git.RunAsync(
                    _git.Request("hash-object", "-w", "--stdin") with { Input = (input, stop) => input.WriteAsync(content, stop).AsTask() },
                    cancellationToken).ConfigureAwait(false);
                var mode = content.Span.StartsWith("#!"u8) ? "100755" : "100644";
                await _git.RunAsync(WithIndex(_git.Request("update-index", "--add", "--cacheinfo", $"{mode},{hash},{path}")), cancellationToken).ConfigureAwait(false);
            }
            return await _git.RunAsync(WithIndex(_git.Request("write-tree")), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            passing.Delete(recursive: true);
        }
    }
}
