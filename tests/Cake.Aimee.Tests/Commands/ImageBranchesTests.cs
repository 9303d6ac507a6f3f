using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Commands;

/// <summary>The branches of images, made in real repositories: the working tree stays as it is.</summary>
internal sealed class ImageBranchesTests
{
    private CommandTree tree = null!;

    [SetUp]
    public async Task MakeRepository()
    {
        tree = new CommandTree();
        tree.Write(".builder/gentoo", "images: {system: gentoo}\n");
        tree.Write(".builder/secret", "registry: hidden\n");
        tree.Write(".gitignore", "/.builder/secret\n/lib/\n");
        tree.Write("README.md", "This repository makes images.\n");
        await ShAsync("git init -q -b main; git config user.name Tester; git config user.email tester@example.org; git add .; git commit -qm first");
    }

    [TearDown]
    public void Remove() => tree.Dispose();

    [Test]
    public async Task Each_holds_its_job_configs_tools_and_script_and_nothing_else()
    {
        await ShAsync("echo changed > README.md; echo new > new; git add new");
        var before = await StateAsync();

        var said = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            foreach (var branch in new[] { "base/main", "cross/main", "build/main" })
            {
                Assert.That(await ShAsync($"git ls-tree -r --name-only {branch}"), Is.EqualTo(
                    ".builder/config\n.builder/gentoo\n.config/dotnet-tools.json\nJenkinsfile\nbuild.cake\n"));
                Assert.That(said, Does.Match($"(?m)^{branch}: made, [0-9a-f]{{40}}$"));
            }

            Assert.That(await ShAsync("git ls-tree -r --name-only lib/main"), Is.EqualTo("images.cake\n"));
            Assert.That(await ShAsync("git show base/main:.builder/config"), Is.EqualTo(tree.Read(".builder/config")));
            Assert.That(said, Does.Contain($"lib/main: checked out in {tree.Path}/lib\n").And.EndWith("To share them: git push origin base/main cross/main build/main lib/main\n"));
            Assert.That(tree.Read("lib/images.cake"), Is.EqualTo(await ShAsync("git show lib/main:images.cake")));
            Assert.That(await StateAsync(), Is.EqualTo(before), "main, its index and its files");
        }

        Verified.Matches(await ShAsync("git show base/main:Jenkinsfile; git show base/main:build.cake; sed 's/version=.*/version=VERSION/' lib/images.cake"), "ImageBranches");
    }

    [Test]
    public async Task What_has_not_changed_is_not_committed_and_what_has_is()
    {
        await RunAsync();
        var before = await ShAsync("git for-each-ref refs/heads");
        Assert.That(await RunAsync(), Does.StartWith("base/main: up to date\ncross/main: up to date\nbuild/main: up to date\nlib/main: is in "));
        Assert.That(await ShAsync("git for-each-ref refs/heads"), Is.EqualTo(before));

        tree.Write(".builder/config", "target: armv7-unknown-linux-gnueabihf\n");
        Assert.That(await RunAsync(), Does.Match("^base/main: updated, .*\ncross/main: updated, .*\nbuild/main: updated, .*\nlib/main: is in "));
        Assert.That(await ShAsync("git show build/main:.builder/config; git rev-list --count build/main"), Is.EqualTo("target: armv7-unknown-linux-gnueabihf\n2\n"));
    }

    [Test]
    public async Task A_job_that_somebody_has_made_their_own_is_left_to_them()
    {
        await RunAsync();
        await ShAsync("git worktree add -q ../own-$$ cross/main; cd ../own-$$; echo 'node { }' > Jenkinsfile; echo '// more' >> build.cake; echo x > more; git add .; git commit -qm own; cd -; git worktree remove ../own-$$");
        Assert.That(await RunAsync(), Does.Match("base/main: up to date\ncross/main: updated, "));
        Assert.That(await ShAsync("git show cross/main:Jenkinsfile; git show cross/main:build.cake | tail -n 1; git ls-tree --name-only cross/main"), Is.EqualTo(
            "node { }\nRunTargets(Arguments(\"target\", \"BranchImage\"));\n.builder\n.config\nJenkinsfile\nbuild.cake\n"));
    }

    [Test]
    public async Task Another_sub_branch_begins_with_the_shared_code_of_main()
    {
        await RunAsync();
        await ShAsync("cd lib; echo '// ours' >> images.cake; git commit -qam ours; git worktree remove ../lib");
        await RunAsync("sub-branch=topic");
        Assert.That(await ShAsync("git for-each-ref --format='%(refname:short)' refs/heads; git rev-parse lib/topic"), Is.EqualTo(
            $"base/main\nbase/topic\nbuild/main\nbuild/topic\ncross/main\ncross/topic\nlib/main\nlib/topic\nmain\n{await ShAsync("git rev-parse lib/main")}"));
        Assert.That(await ShAsync("git -C lib symbolic-ref --short HEAD; git show base/topic:Jenkinsfile | grep -c lib/topic"), Does.StartWith("lib/topic\n"));
    }

    [Test]
    public async Task Branches_that_are_on_the_remote_alone_are_brought_and_tracked()
    {
        await RunAsync();
        await ShAsync("cd lib; echo '// theirs' >> images.cake; git commit -qam theirs; cd ..; rm -rf origin clone; git clone -q --bare . ../$(basename $PWD).git; git clone -q --single-branch --branch main ../$(basename $PWD).git clone");
        try
        {
            tree.Write("clone/.builder/config", "target: s390x-unknown-linux-gnu\n");
            await ShAsync("cd clone; git config user.name Tester; git config user.email tester@example.org");
            using var clone = CommandTree.At($"{tree.Path}/clone");
            var said = await clone.RunAsync((workspace, output) => new ImageBranchesCommand(workspace, output).RunAsync(CancellationToken.None));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(said, Does.Match("^base/main: updated, .*\ncross/main: updated, .*\nbuild/main: updated, .*\nlib/main: checked out in "));
                Assert.That(await ShAsync("git -C clone rev-list --count base/main; tail -n 1 clone/lib/images.cake"), Is.EqualTo("2\n// theirs\n"));
                Assert.That(await ShAsync("cd clone; git config branch.lib/main.remote; git config branch.lib/main.merge; git push -q origin base/main cross/main build/main lib/main"), Is.EqualTo("origin\nrefs/heads/lib/main\n"));
            }
        }
        finally
        {
            await ShAsync("rm -rf ../$(basename $PWD).git");
        }
    }

    [TestCase("echo x > lib", "is a file")]
    [TestCase("mkdir lib; echo x > lib/x", "is a directory with files of its own")]
    [TestCase("ln -s /nowhere lib", "is a symbolic link")]
    [TestCase("git worktree add -q -b lib/other lib", "is the working tree of the branch lib/other")]
    [TestCase("git worktree add -q --detach lib", "is a working tree without a branch")]
    public async Task A_lib_that_is_something_else_is_refused_and_left_alone(string make, string what)
    {
        await ShAsync(make);
        var before = await StateAsync();
        Assert.That(await RefusedAsync(), Is.EqualTo(
            $"{tree.Path}/lib {what}; the image branches of 'main' want the branch lib/main checked out there. "
            + "Put it elsewhere and run this again, or: git worktree add lib lib/main"));
        Assert.That(await StateAsync(), Is.EqualTo(before));
        Assert.That(await ShAsync("git for-each-ref --format='%(refname:short)' refs/heads"), Does.Not.Contain("base/main"));
    }

    [Test]
    public async Task A_lib_that_is_checked_out_elsewhere_or_was_removed_by_hand()
    {
        await RunAsync();
        await ShAsync("rm -r lib");
        Assert.That(await RunAsync(), Does.Contain($"lib/main: checked out in {tree.Path}/lib\n"));

        await ShAsync("git worktree move lib elsewhere");
        Assert.That(await RefusedAsync(), Is.EqualTo(
            $"The branch lib/main is checked out in {tree.Path}/elsewhere, so it can not be in {tree.Path}/lib as well. "
            + $"Remove that working tree: git worktree remove {tree.Path}/elsewhere"));
    }

    [Test]
    public async Task A_remote_that_can_not_be_reached_is_told_of_and_nothing_is_made()
    {
        await ShAsync("git remote add origin http://me:geheim-42@127.0.0.1:9/x.git");
        var before = await StateAsync();
        var said = await RefusedAsync();
        Assert.That(said, Does.StartWith("The remote 'origin' (http://127.0.0.1:9/x.git) can not be asked for base/main, cross/main, build/main, lib/main. Nothing was changed here."));
        Assert.That(said, Does.Contain("Failed to connect").And.Not.Contain("geheim"));
        Assert.That(await StateAsync(), Is.EqualTo(before));
        Assert.That(await ShAsync("git for-each-ref --format='%(refname:short)' refs/heads"), Is.EqualTo("main\n"));
    }

    [Test]
    public async Task Branches_that_are_checked_out_are_all_named_and_none_is_changed()
    {
        await RunAsync();
        await ShAsync("git worktree add -q one base/main; git worktree add -q two build/main");
        tree.Write(".builder/config", "target: s390x-unknown-linux-gnu\n");
        Assert.That(await RefusedAsync(), Is.EqualTo(
            $"The branch base/main is checked out in {tree.Path}/one: commit the change there, or check out another branch.\n"
            + $"The branch build/main is checked out in {tree.Path}/two: commit the change there, or check out another branch."));
        Assert.That(await ShAsync("git rev-list --count cross/main"), Is.EqualTo("1\n"));
    }

    [Test]
    public async Task A_sub_branch_that_can_be_no_tag_a_tree_within_and_a_tree_without_a_repository_are_refused()
    {
        Assert.That(await RefusedAsync("sub-branch=a/b"), Does.StartWith("'a/b' can not be a sub-branch"));
        tree.Write("inner/.builder/config", "");
        using (var inner = CommandTree.At($"{tree.Path}/inner"))
        {
            Assert.That(await RefusedAsync(inner), Does.StartWith($"{tree.Path}/inner is not the top of its git repository, which is {tree.Path}: "));
        }

        await ShAsync("rm -rf .git");
        Assert.That(await RefusedAsync(), Is.EqualTo($"{tree.Path} is in no git repository: there is nothing that could have branches. Begin one: git init"));
    }

    private Task<string> RunAsync(params string[] arguments) =>
        tree.RunAsync((workspace, output) => new ImageBranchesCommand(workspace, output).RunAsync(CancellationToken.None), arguments);

    private Task<string> RefusedAsync(params string[] arguments) => RefusedAsync(tree, arguments);

    private static async Task<string> RefusedAsync(CommandTree tree, params string[] arguments) => (await Assert.ThrowsAsync<AimeeException>(() =>
        tree.RunAsync((workspace, output) => new ImageBranchesCommand(workspace, output).RunAsync(CancellationToken.None), arguments)))!.Message;

    /// <summary>All that a user has in front of them: what is checked out, what is staged, what is changed.</summary>
    private Task<string> StateAsync() => ShAsync("git rev-parse HEAD; git symbolic-ref HEAD; git ls-files --stage; git status --porcelain --ignored | grep -v ' lib' || true; cat README.md");

    private async Task<string> ShAsync(string script) =>
        (await new ProcessRunner().RunCheckedAsync(ProcessRequest.Of("sh", "-euc", script) with { WorkingDirectory = tree.Path }, CancellationToken.None)).Output;
}
