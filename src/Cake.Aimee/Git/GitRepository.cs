using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Git;

/// <summary>A git repository, through the program git. Errors are git's own words in an <see cref="AimeeException"/>.</summary>
public sealed partial class GitRepository
{
    private const string Peeled = "^{}";
    private readonly IProcessRunner _runner;
    private readonly GitProgram _git;

    private GitRepository(string directory, IProcessRunner runner)
    {
        Directory = directory;
        _runner = runner;
        _git = new(runner, directory);
    }

    /// <summary>The top of the working tree, or the bare repository.</summary>
    public string Directory { get; }

    /// <summary>Finds the repository that a directory is in.</summary>
    /// <param name="directory">Any directory of a working tree.</param>
    /// <param name="runner">Runs git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The repository; null when the directory is in none.</returns>
    public static async Task<GitRepository?> FindAsync(string directory, IProcessRunner runner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runner);
        var request = new GitProgram(runner, directory).Request("rev-parse", "--show-toplevel");
        var result = await runner.RunAsync(request, cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0 ? new(result.Output.TrimEnd('\n'), runner)
            : result.LastLines.Any(line => line.Contains("not a git repository", StringComparison.Ordinal)) ? null
            : throw new AimeeException(Failure.Describe(request, result));
    }

    /// <summary>Makes an empty bare repository, or takes the one that is there.</summary>
    /// <param name="directory">Where; made when it is missing.</param>
    /// <param name="runner">Runs git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public static async Task<GitRepository> InitializeBareAsync(string directory, IProcessRunner runner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runner);
        System.IO.Directory.CreateDirectory(directory);
        var repository = new GitRepository(Path.GetFullPath(directory), runner);
        await repository.RunAsync(cancellationToken, "init", "--quiet", "--bare", "--template=", "--initial-branch=main").ConfigureAwait(false);
        return repository;
    }

    /// <summary>The branches and tags of a repository elsewhere.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="runner">Runs git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public static async Task<ImmutableArray<GitReference>> RemoteReferencesAsync(string address, IProcessRunner runner, CancellationToken cancellationToken)
    {
        var (plain, configure) = GitAddress.Split(address);
        var git = new GitProgram(runner, Environment.CurrentDirectory);
        var lines = await git.RunAsync(configure(git.Request("ls-remote", "--quiet", "--heads", "--tags", "--", plain)), cancellationToken).ConfigureAwait(false);
        return References(lines);
    }

    /// <summary>The commit that a revision of a repository elsewhere stands for now.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="revision">A branch (<c>refs/heads/…</c>), a tag (<c>refs/tags/…</c>), or <c>HEAD</c>.</param>
    /// <param name="runner">Runs git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The commit's full number; null when there is no such revision.</returns>
    public static async Task<string?> RemoteCommitAsync(string address, string revision, IProcessRunner runner, CancellationToken cancellationToken)
    {
        var (plain, configure) = GitAddress.Split(address);
        var git = new GitProgram(runner, Environment.CurrentDirectory);
        var answer = await git.RunAsync(configure(git.Request("ls-remote", "--quiet", "--", plain, revision, revision + Peeled)), cancellationToken).ConfigureAwait(false);
        return References(answer).FirstOrDefault(reference => reference.Name == revision)?.Commit;
    }

    /// <summary>The branch that is checked out; null when none is.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    public Task<string?> BranchAsync(CancellationToken cancellationToken) =>
        _git.AskAsync(_git.Request("symbolic-ref", "--quiet", "--short", "HEAD"), cancellationToken);

    /// <summary>The local branches, sorted by name.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<ImmutableArray<string>> BranchesAsync(CancellationToken cancellationToken) =>
        Lines(await RunAsync(cancellationToken, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads").ConfigureAwait(false));

    /// <summary>The commit that a revision stands for.</summary>
    /// <param name="revision">A branch, a tag, a commit or <c>HEAD</c>.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The commit's full number; null when there is no such revision.</returns>
    public Task<string?> CommitAsync(string revision, CancellationToken cancellationToken) =>
        _git.AskAsync(_git.Request("rev-parse", "--quiet", "--verify", "--end-of-options", revision + "^{commit}"), cancellationToken);

    /// <summary>Where the repository was cloned from, without credentials; null when it was not.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<string?> OriginAsync(CancellationToken cancellationToken) =>
        await _git.AskAsync(_git.Request("config", "--get", "remote.origin.url"), cancellationToken).ConfigureAwait(false) is { } address
            ? GitAddress.Hide(address)
            : null;

    /// <summary>Whether the working tree has changes that are not committed, or files that git does not know and does not ignore.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<bool> IsDirtyAsync(CancellationToken cancellationToken) =>
        (await RunAsync(cancellationToken, "status", "--porcelain").ConfigureAwait(false)).Length > 0;

    /// <summary>When a commit was made, in seconds since 1970: what SOURCE_DATE_EPOCH is for.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<DateTimeOffset> TimeOfAsync(string commit, CancellationToken cancellationToken) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(await RunAsync(cancellationToken, "show", "--no-patch", "--format=%ct", commit).ConfigureAwait(false)));

    /// <summary>Brings a revision of another repository into this one, without its history where the server allows that.</summary>
    /// <param name="address">The other repository.</param>
    /// <param name="revision">A branch (<c>refs/heads/…</c>), a tag (<c>refs/tags/…</c>), a commit's full number, or <c>HEAD</c>.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The commit.</returns>
    public async Task<string> FetchAsync(string address, string revision, CancellationToken cancellationToken)
    {
        var (plain, configure) = GitAddress.Split(address);
        const string Here = "refs/fetched";
        ProcessRequest Fetch(params ReadOnlySpan<string> words) =>
            configure(_git.Request(["fetch", "--quiet", "--no-tags", "--force", "--no-auto-maintenance", .. words]));
        var shallow = Fetch("--depth=1", "--", plain, $"{revision}:{Here}");
        if ((await _runner.RunAsync(shallow, cancellationToken).ConfigureAwait(false)).ExitCode == 0)
        {
            return await RunAsync(cancellationToken, "rev-parse", Here + "^{commit}").ConfigureAwait(false);
        }
        // A server may refuse single commits, or shallow fetches at all: then everything is needed.
        var isCommit = revision.All(char.IsAsciiHexDigit);
        await _git.RunAsync(Fetch("--", plain, isCommit ? "refs/*:refs/remotes/all/*" : $"{revision}:{Here}"), cancellationToken).ConfigureAwait(false);
        return await CommitAsync(isCommit ? revision : Here, cancellationToken).ConfigureAwait(false)
            ?? throw new AimeeException($"{GitAddress.Hide(address)} has no commit {revision}.");
    }

    /// <summary>
    /// Writes a commit's files as a tar archive: the same bytes for the same commit, wherever it is made. Names,
    /// modes and the commit's time are kept; <c>export-ignore</c> is heeded, <c>export-subst</c> is not (what it
    /// writes depends on the clone). Submodules are empty directories.
    /// </summary>
    /// <param name="commit">The commit.</param>
    /// <param name="prefix">The directory that all names are put under; empty for none.</param>
    /// <param name="archive">Where the archive is written.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task ArchiveAsync(string commit, string prefix, Stream archive, CancellationToken cancellationToken)
    {
        // Attributes that overrule the commit's own can stand only in a repository: a passing one that borrows the objects.
        var passing = System.IO.Directory.CreateTempSubdirectory("aimee-git-");
        try
        {
            var repository = await InitializeBareAsync(passing.FullName, _runner, cancellationToken).ConfigureAwait(false);
            var objects = await RunAsync(cancellationToken, "rev-parse", "--path-format=absolute", "--git-path", "objects").ConfigureAwait(false);
            await WriteAsync("objects/info/alternates", objects + "\n").ConfigureAwait(false);
            await WriteAsync("info/attributes", "* -export-subst\n").ConfigureAwait(false);
            var request = repository._git.Request(
                "-c", "core.autocrlf=false", "-c", "core.eol=lf", "-c", "tar.umask=0022",
                "archive", "--format=tar", prefix.Length > 0 ? $"--prefix={prefix}/" : "--prefix=", commit);
            await _runner.RunCheckedAsync(request with { Output = (tar, stop) => tar.CopyToAsync(archive, stop) }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            passing.Delete(recursive: true);
        }

        async Task WriteAsync(string name, string text)
        {
            var path = Path.Combine(passing.FullName, name);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The working trees, the repository's own first.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<ImmutableArray<GitWorktree>> WorktreesAsync(CancellationToken cancellationToken)
    {
        var text = await RunAsync(cancellationToken, "worktree", "list", "--porcelain", "-z").ConfigureAwait(false);
        return
        [
            .. text.Split("\0\0", StringSplitOptions.RemoveEmptyEntries)
                .Select(tree => tree.Split('\0').Select(line => line.Split(' ', 2)).ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : ""))
                .Select(tree => new GitWorktree(
                    tree["worktree"],
                    tree.GetValueOrDefault("HEAD") is { } head && head.Any(digit => digit != '0') ? head : null,
                    tree.GetValueOrDefault("branch")?["refs/heads/".Length..])),
        ];
    }

    /// <summary>Forgets a working tree whose directory has gone.</summary>
    /// <param name="directory">Where it was.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public Task ForgetWorktreeAsync(string directory, CancellationToken cancellationToken) =>
        RunAsync(cancellationToken, "worktree", "remove", "--force", "--", directory);

    /// <summary>Checks a branch out into a directory of its own, beside what is checked out already.</summary>
    /// <param name="directory">The new directory; relative to <see cref="Directory"/>.</param>
    /// <param name="branch">The branch; one that exists only on a remote is made here, tracking it.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<GitRepository> AddWorktreeAsync(string directory, string branch, CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken, "worktree", "add", "--quiet", "--", directory, branch).ConfigureAwait(false);
        return new(Path.GetFullPath(directory, Directory), _runner);
    }

    // A tag object is followed by NAME^{}, the commit that it points to.
    private static ImmutableArray<GitReference> References(string lines) =>
    [
        .. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .GroupBy(pair => pair[1].EndsWith(Peeled, StringComparison.Ordinal) ? pair[1][..^Peeled.Length] : pair[1])
            .Select(group => new GitReference(group.Key, group.Last()[0])),
    ];

    private Task<string> RunAsync(CancellationToken cancellationToken, params ReadOnlySpan<string> words) =>
        _git.RunAsync(_git.Request(words), cancellationToken);

    private static ImmutableArray<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
