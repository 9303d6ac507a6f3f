using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Pipelines;

/// <summary>GitLab's pipeline is run: its jobs in parallel, each in a checkout of its own, with nothing shared but the upstream.</summary>
internal sealed class PipelineRunTests : PipelineFixture
{
    private static readonly string[] Packages = ["core/hello", "core/image", "core/libgreet", "data/words", "tools/shout", "tools/shout@host"];

    private GitLabRun Run => new(Pipeline.Tree);

    [TestCase(null)]
    [TestCase("3", Category = "Slow")]
    public async Task Its_jobs_build_each_package_once_and_what_one_machine_builds(string? mostJobs)
    {
        string[] write = ["--target=Pipeline", "--format=gitlab", .. mostJobs is null ? Array.Empty<string>() : [$"--max-jobs={mostJobs}"]];
        (await Pipeline.Tree.HostAsync([.. write, "--output=.gitlab-ci.yml"])).Succeeded();
        await Pipeline.CommitAsync();
        (await Pipeline.Tree.HostAsync([.. write, "--check"])).Succeeded();

        var run = await Run.RunAsync();

        run.Succeeded();
        Assert.That(Run.Compiled().SelectMany(job => job).Order(StringComparer.Ordinal), Is.EqualTo(Packages), "each once");
        Assert.That(Run.Compiled(), Has.Count.EqualTo(mostJobs is null ? Packages.Length : int.Parse(mostJobs, CultureInfo.InvariantCulture)));
        var pushes = Pipeline.Server.Questions().Where(line => line.StartsWith("PUT /os/keys/", StringComparison.Ordinal)).ToList();
        Assert.That(pushes, Has.Count.EqualTo(Packages.Length + 1).And.All.EndsWith(" 201"), "and the split");
        Assert.That(pushes, Is.Unique);
        Assert.That(Pipeline.Server.Questions(), Has.One.EqualTo("PUT /os/sources/hello-1.tar.gz 201"));

        using var alone = await Pipeline.CloneAsync();
        LeaveOutUpstream(alone);
        (await alone.HostAsync("--target=all:package")).Succeeded();
        Assert.That(PipelineTree.Pushed(Pipeline.Server), Is.EqualTo(PipelineTree.Built(alone)));
    }

    [Test]
    public async Task One_job_builds_all_without_an_upstream_and_hands_it_out()
    {
        LeaveOutUpstream(Pipeline.Tree);
        (await Pipeline.Tree.HostAsync("--target=Pipeline", "--format=gitlab", "--max-jobs=1", "--output=.gitlab-ci.yml")).Succeeded();
        await Pipeline.CommitAsync();

        (await Run.RunAsync()).Succeeded();

        Assert.That(Run.Compiled().Single().Order(StringComparer.Ordinal), Is.EqualTo(Packages));
        // What GitLab keeps, the runner copies into the tree.
        Assert.That(File.Exists(Pipeline.Tree.In($"artifacts/{UserTree.Target}/core/image-1-0.tar.zst")));
        Assert.That(PipelineTree.Built(Pipeline.Tree), Has.Length.EqualTo(Packages.Length + 1), "and the split");
    }

    [Test]
    public async Task What_fails_is_kept_to_be_looked_at_and_what_needs_it_is_not_started()
    {
        Pipeline.Tree.Write("packages/data/words/Buildrules", "version: 1\ndescription: x\nlicense: MIT\ncompile: |\n  echo no words\n  exit 3\n");
        (await Pipeline.Tree.HostAsync("--target=Pipeline", "--format=gitlab", "--output=.gitlab-ci.yml", "--package=core/image")).Succeeded();
        await Pipeline.CommitAsync();

        var run = await Run.RunAsync("--variable", "GITLAB_CI=true");

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(Run.Compiled().SelectMany(job => job), Does.Contain("core/hello").And.Contain("data/words").And.Not.Contain("core/image"));
        // What GitLab keeps, the runner copies into the tree.
        Assert.That(File.ReadAllText(Pipeline.Tree.In("tmp/data/words/log/compile.log")), Does.Contain("no words"));
        Assert.That(File.Exists(Pipeline.Tree.In("tmp/build-report.html")));
        var report = Path.Combine(Run.Jobs.Single(job => GitLabRun.CompiledBy(job).Contains("data/words")), "tmp/gl-code-quality-report.json");
        Assert.That($"{JsonNode.Parse(File.ReadAllText(report))![0]!["location"]!["path"]}", Is.EqualTo("packages/data/words/Buildrules"));
    }

    private static void LeaveOutUpstream(UserTree tree) => tree.Write(
        ".builder/config",
        string.Concat(File.ReadLines(tree.In(".builder/config")).Where(line => !line.StartsWith("upstream", StringComparison.Ordinal)).Select(line => line + "\n")));
}
