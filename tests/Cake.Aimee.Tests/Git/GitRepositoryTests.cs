using System.Text;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Git;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Git;

internal sealed class GitRepositoryTests
{
    private static readonly ProcessRunner Runner = new();
    private string _top = "";

    private string Work => Path.Combine(_top, "work");

    [SetUp]
    public async Task MakeRepository()
    {
        _top = Directory.CreateTempSubdirectory("aimee-").FullName;
        await ShellAsync(
            """
            git init -q -b main work && cd work
            git config user.name Tester && git config user.email tester@example.org
            printf 'one\n' >a.txt; mkdir bin; printf '#!/bin/sh\n' >bin/run; chmod 755 bin/run; ln -s a.txt link
            printf '$Format:%%D$ $Format:%%H$\n' >version; printf 'version export-subst\nignored export-ignore\n' >.gitattributes; echo x >ignored
            git add -A && git commit -qm first && git tag v1
            echo two >>a.txt && git commit -qam second && git tag -a v2 -m two
            """);
    }

    [TearDown]
    public void RemoveRepository() => Directory.Delete(_top, recursive: true);

    [Test]
    public async Task A_repository_is_found_from_inside_and_not_from_outside()
    {
        Assert.That((await FindAsync(Path.Combine(Work, "bin")))!.Directory, Is.EqualTo(Work));
        Assert.That(await GitRepository.FindAsync(_top, Runner, default), Is.Null);
    }

    [Test]
    public async Task Branch_commit_and_dirt_are_known()
    {
        var repository = await RepositoryAsync();
        Assert.That(await repository.BranchAsync(default), Is.EqualTo("main"));
        Assert.That(await repository.CommitAsync("v2", default), Is.EqualTo((await ShellAsync("cd work && git rev-parse HEAD")).Trim()));
        Assert.That(await repository.CommitAsync("nothing", default), Is.Null);
        Assert.That(await repository.IsDirtyAsync(default), Is.False);
        await ShellAsync("cd work && git checkout -q v1 && touch new");
        Assert.That(await repository.BranchAsync(default), Is.Null);
        Assert.That(await repository.IsDirtyAsync(default), Is.True);
    }

    [Test]
    public async Task An_archive_has_the_same_bytes_in_every_clone()
    {
        await ShellAsync("git clone -q --depth 1 file://$PWD/work shallow; cd work; git branch other");
        var one = await ArchiveAsync(await RepositoryAsync(), "HEAD");
        var other = await ArchiveAsync((await FindAsync(Path.Combine(_top, "shallow")))!, "HEAD");
        Assert.That(other, Is.EqualTo(one));
        await File.WriteAllBytesAsync(Path.Combine(_top, "a.tar"), one);
        Assert.That(await ShellAsync("tar tf a.tar && tar xf a.tar && cat p-1/version && stat -c %a p-1/bin/run && readlink p-1/link"), Is.EqualTo(
            """
            p-1/
            p-1/.gitattributes
            p-1/a.txt
            p-1/bin/
            p-1/bin/run
            p-1/link
            p-1/version
            $Format:%D$ $Format:%H$
            755
            a.txt

            """));
    }

    [TestCase("refs/tags/v1")]
    [TestCase("refs/heads/main")]
    [TestCase("HEAD")]
    public async Task A_revision_is_fetched_without_its_history(string revision)
    {
        var bare = await GitRepository.InitializeBareAsync(Path.Combine(_top, "bare"), Runner, default);
        var commit = await bare.FetchAsync("file://" + Work, revision, default);
        Assert.That(commit, Is.EqualTo(await (await RepositoryAsync()).CommitAsync(revision, default)));
        Assert.That(await ShellAsync("git -C bare rev-list --count refs/fetched"), Is.EqualTo("1\n"));
    }

    [Test]
    public async Task A_commit_is_fetched_also_from_a_server_that_gives_only_branches()
    {
        var commit = (await ShellAsync("cd work && git rev-parse v1 && git tag -d v1 >/dev/null && git config uploadpack.allowAnySHA1InWant false")).Trim();
        var bare = await GitRepository.InitializeBareAsync(Path.Combine(_top, "bare"), Runner, default);
        Assert.That(await bare.FetchAsync("file://" + Work, commit, default), Is.EqualTo(commit));
        Assert.That(() => bare.FetchAsync("file://" + Work, new string('a', 40), default), Throws.TypeOf<AimeeException>());
    }

    [Test]
    public async Task Branches_and_tags_of_a_repository_elsewhere_are_listed()
    {
        var references = await GitRepository.RemoteReferencesAsync("file://" + Work, Runner, default);
        var repository = await RepositoryAsync();
        Assert.That(references, Is.EqualTo([
            new GitReference("refs/heads/main", (await repository.CommitAsync("main", default))!),
            new GitReference("refs/tags/v1", (await repository.CommitAsync("v1", default))!),
            new GitReference("refs/tags/v2", (await repository.CommitAsync("v2", default))!),
        ]));
    }

    [Test]
    public async Task Worktrees_are_added_and_listed()
    {
        var repository = await RepositoryAsync();
        await ShellAsync("cd work && git branch lib/main v1");
        var library = await repository.AddWorktreeAsync("lib", "lib/main", default);
        Assert.That(library.Directory, Is.EqualTo(Path.Combine(Work, "lib")));
        Assert.That((await repository.WorktreesAsync(default)).Select(worktree => (worktree.Directory, worktree.Branch)),
            Is.EqualTo(new (string, string?)[] { (Work, "main"), (Path.Combine(Work, "lib"), "lib/main") }));
    }

    [Test]
    public async Task A_branch_is_written_without_touching_the_working_tree()
    {
        var repository = await RepositoryAsync();
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["Jenkinsfile"] = Encoding.UTF8.GetBytes("pipeline {}\n"),
            ["sub/run.sh"] = Encoding.UTF8.GetBytes("#!/bin/sh\n"),
        };
        var first = await repository.CommitToBranchAsync("base/main", files, "Make base/main", default);
        Assert.That(await repository.CommitToBranchAsync("base/main", files, "again", default), Is.EqualTo(first), "nothing to commit");
        files.Remove("sub/run.sh");
        var second = await repository.CommitToBranchAsync("base/main", files, "Leave the script out", default);
        Assert.That(await ShellAsync("cd work && git ls-tree -r base/main~1 | cut -c1-6 && git ls-tree -r --name-only base/main && git log --format=%s base/main"),
            Is.EqualTo("100644\n100755\nJenkinsfile\nLeave the script out\nMake base/main\n"));
        Assert.That(await repository.BranchesAsync(default), Is.EqualTo(["base/main", "main"]));
        Assert.That(await repository.IsDirtyAsync(default), Is.False);
        Assert.That(await repository.CommitAsync("base/main", default), Is.EqualTo(second));
        Assert.That(() => repository.CommitToBranchAsync("main", files, "no", default),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo($"The branch main is checked out in {Work}: commit the change there, or check out another branch."));
    }

    [TestCase("me:pass%20word")]
    [TestCase("password-0123456789")]
    public void A_password_is_in_no_message(string user) => Assert.That(
        () => GitRepository.RemoteReferencesAsync($"http://{user}@127.0.0.1:9/x.git", Runner, default),
        Throws.TypeOf<AimeeException>().With.Message.Contains("127.0.0.1").And.Message.Not.Contains("pass"));

    private static Task<GitRepository?> FindAsync(string directory) => GitRepository.FindAsync(directory, Runner, default);

    private async Task<GitRepository> RepositoryAsync() => (await FindAsync(Work))!;

    private static async Task<byte[]> ArchiveAsync(GitRepository repository, string revision)
    {
        using var archive = new MemoryStream();
        await repository.ArchiveAsync((await repository.CommitAsync(revision, default))!, "p-1", archive, default);
        return archive.ToArray();
    }

    private async Task<string> ShellAsync(string script)
    {
        var result = await Runner.RunCheckedAsync(ProcessRequest.Of("sh", "-euc", script) with { WorkingDirectory = _top }, default);
        return result.Output;
    }
}
