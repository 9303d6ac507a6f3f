using System.Reflection;
using System.Text;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Git;
using Cake.Aimee.Images.Branches;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Commands;

/// <summary>Makes the image branches of a repository, or brings them up to date with the tree's configs.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="output">Where the user reads.</param>
public sealed class ImageBranchesCommand(Workspace workspace, TextWriter output)
{
    private const string LibraryOfMain = $"{ImageBranch.Library}/{ImageBranch.Main}";
    private readonly string sub = ImageBranch.CheckSub(workspace.Options.SubBranch);

    /// <summary>Makes them. Neither the working tree nor its index is touched, but that <c>lib</c> appears in it.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="AimeeException">
    /// The tree is no repository's top, <c>lib</c> is something else, the remote can not be reached, or a branch that has
    /// to change is checked out. No branch has changed then.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var repository = await RepositoryAsync(cancellationToken).ConfigureAwait(false);
        var library = new LibraryWorktree(repository, sub);
        await library.IsThereAsync(cancellationToken).ConfigureAwait(false);
        var branches = ImageBranch.Images.Select(kind => new ImageBranch(kind, sub)).ToList();
        await repository.BringBranchesAsync([.. branches.Select(branch => branch.Name), library.Branch], cancellationToken).ConfigureAwait(false);

        var common = await CommonFilesAsync(repository, cancellationToken).ConfigureAwait(false);
        var contents = new List<KeyValuePair<string, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>>>();
        foreach (var branch in branches)
        {
            contents.Add(new(branch.Name, await FilesAsync(repository, branch, common, cancellationToken).ConfigureAwait(false)));
        }

        var known = await CommitAsync(repository, library.Branch, cancellationToken).ConfigureAwait(false);
        if (known is null)
        {
            await repository.BringBranchesAsync([LibraryOfMain], cancellationToken).ConfigureAwait(false);
        }

        var shared = known ?? await CommitAsync(repository, LibraryOfMain, cancellationToken).ConfigureAwait(false);
        if (shared is null)
        {
            contents.Add(new(library.Branch, await LibraryFilesAsync(repository, cancellationToken).ConfigureAwait(false)));
        }

        var message = $"Take over the configs of {workspace.Config.Project}";
        foreach (var change in await repository.CommitToBranchesAsync(contents, message, cancellationToken).ConfigureAwait(false))
        {
            await TellAsync(change).ConfigureAwait(false);
        }

        if (known is null && shared is not null)
        {
            await TellAsync(await repository.AddBranchAsync(library.Branch, shared, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await output.WriteLineAsync(await library.BringAsync(cancellationToken).ConfigureAwait(false)
            ? $"{library.Branch}: checked out in {library.Directory}"
            : $"{library.Branch}: is in {library.Directory}").ConfigureAwait(false);
        await output.WriteLineAsync(
            $"To share them: git push origin {string.Join(' ', branches.Select(branch => branch.Name))} {library.Branch}").ConfigureAwait(false);
    }

    private async Task<GitRepository> RepositoryAsync(CancellationToken cancellationToken)
    {
        var top = workspace.Config.TopDirectory;
        var repository = await GitRepository.FindAsync(top, workspace.Processes, cancellationToken).ConfigureAwait(false)
            ?? throw new AimeeException($"{top} is in no git repository: there is nothing that could have branches. Begin one: git init");
        return repository.Directory == RealPath(top)
            ? repository
            : throw new AimeeException(
                $"{top} is not the top of its git repository, which is {repository.Directory}: an image branch is a tree of its own, with {TreeRoot.Marker}/ at its top.");
    }

    /// <summary>What all image branches have: the configs and the tool manifest.</summary>
    private static async Task<Dictionary<string, ReadOnlyMemory<byte>>> CommonFilesAsync(GitRepository repository, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            [BranchText.ToolManifest] = Encoding.UTF8.GetBytes(BranchText.DefaultToolManifest),
        };
        foreach (var path in await repository.FilesAsync(cancellationToken, TreeRoot.Marker, BranchText.ToolManifest).ConfigureAwait(false))
        {
            files[path] = await File.ReadAllBytesAsync(Path.Combine(repository.Directory, path), cancellationToken).ConfigureAwait(false);
        }

        return files;
    }

    /// <summary>What a branch has: the job and the script are its own as soon as somebody has made them so.</summary>
    private static async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> FilesAsync(
        GitRepository repository, ImageBranch branch, Dictionary<string, ReadOnlyMemory<byte>> common, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(common);
        foreach (var (path, ours) in new[] { (BranchText.JenkinsFile, BranchText.Jenkins(branch)), (BranchText.Script, BranchText.ScriptOf(branch)) })
        {
            var there = await CommitAsync(repository, branch.Name, cancellationToken).ConfigureAwait(false) is { } commit
                ? await repository.TextAsync(commit, path, cancellationToken).ConfigureAwait(false)
                : null;
            files[path] = Encoding.UTF8.GetBytes(there is null || BranchText.IsOurs(there) ? ours : there);
        }

        return files;
    }

    private static Task<string?> CommitAsync(GitRepository repository, string branch, CancellationToken cancellationToken) =>
        repository.CommitAsync($"refs/heads/{branch}", cancellationToken);

    /// <summary>The shared code as it begins.</summary>
    private static async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LibraryFilesAsync(GitRepository repository, CancellationToken cancellationToken)
    {
        var script = Path.Combine(repository.Directory, BranchText.Script);
        var version = typeof(ImageBranchesCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var addIn = BranchText.AddIn(File.Exists(script) ? await File.ReadAllTextAsync(script, cancellationToken).ConfigureAwait(false) : null, version);
        return new Dictionary<string, ReadOnlyMemory<byte>> { [BranchText.Library] = Encoding.UTF8.GetBytes(BranchText.LibraryOf(addIn)) };
    }

    private Task TellAsync(BranchChange change) => output.WriteLineAsync(
        change.Before is null ? $"{change.Branch}: made, {change.After}"
        : change.Before == change.After ? $"{change.Branch}: up to date"
        : $"{change.Branch}: updated, {change.After}");

    /// <summary>Git tells of real paths.</summary>
    private static string RealPath(string directory)
    {
        var real = "/";
        foreach (var part in directory.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            real = Directory.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }

        return real;
    }
}
