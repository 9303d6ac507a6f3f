using System.Collections.Immutable;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Pipelines;

/// <summary>A job that builds one package, on a machine that has nothing but the checkout and an upstream.</summary>
internal sealed class PackageJobTests : PipelineFixture
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task What_a_package_needs_comes_from_the_upstream_and_is_never_built(bool isDirectory)
    {
        var upstream = Pipeline.Tree.In("tmp/upstream");
        if (isDirectory)
        {
            Pipeline.Tree.Write(".builder/config", File.ReadAllText(Pipeline.Tree.In(".builder/config")).Replace(Pipeline.Upstream, upstream, StringComparison.Ordinal));
        }

        await Pipeline.CommitAsync();
        foreach (var package in new[] { "core/libgreet", "core/hello", "tools/shout@host", "data/words" })
        {
            using var machine = await Pipeline.CloneAsync();
            (await machine.HostAsync(PipelineTree.Secrets, $"--target={package}:package", "--dependencies=pull")).Succeeded();
        }

        using var last = await Pipeline.CloneAsync();
        var built = (await last.HostAsync(PipelineTree.Secrets, "--target=core/image:package", "--dependencies=pull")).Succeeded().Output;
        Assert.That(built.Split('\n').Where(line => line.Contains(":compile: ran in ", StringComparison.Ordinal)), Has.One.StartsWith("core/image:").And.Exactly(1).Items);
        Assert.That(built, Does.Match("(?m)^core/hello:package: pulled in ").And.Match("(?m)^data/words:package: pulled in "));
        // What is only behind what is needed is known by its key alone.
        Assert.That(Directory.Exists(last.In("artifacts/aarch64-unknown-linux-gnu/core/libgreet")), Is.False);
    }

    [Test]
    public async Task A_missing_artifact_names_the_job_that_should_have_made_it()
    {
        await Pipeline.CommitAsync();
        var jobs = (await Pipeline.Tree.HostAsync("--target=Pipeline", "--format=gitlab", "--verbosity=quiet", "--no-report")).Succeeded().Output;
        foreach (var (target, job) in new[] { ("core/hello", "core/libgreet"), ("data/words", "tools/shout@host") })
        {
            using var machine = await Pipeline.CloneAsync();
            var refused = (await machine.HostAsync(PipelineTree.Secrets, $"--target={target}:package", "--dependencies=pull"))
                .Refused($"The CI job {job} should have made it (the one that runs --target={job}:package): run that first");
            Assert.That(jobs, Does.Contain($"\n{job}:\n"));
            Assert.That(refused.Output, Does.Not.Contain("geheim"), "the upstream's password");
            Assert.That(Directory.Exists(machine.In("artifacts")), Is.False);
        }
    }

    [TestCase("GITHUB_ACTIONS", "true", "::error file=packages/tools/shout/Buildrules,line=5,col=1,title=AIM0171::tools/shout:compile failed with exit code 3.")]
    [TestCase("JENKINS_URL", "https://ci.example.org", "packages/tools/shout/Buildrules:5:1: error: tools/shout:compile failed with exit code 3. [AIM0171]")]
    public async Task A_failure_is_marked_where_the_service_looks_for_it(string variable, string value, string mark)
    {
        Pipeline.Tree.Write("packages/tools/shout/Buildrules", "version: 1\ndescription: x\nlicense: MIT\ncompile: |\n  exit 3\n");
        var run = await Pipeline.Tree.HostAsync(
            ImmutableDictionary<string, string?>.Empty.Add(variable, value), "--target=tools/shout:package");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output.Split('\n'), Has.One.EqualTo(mark), run.Output);
    }

    [Test]
    public async Task A_fault_of_the_rules_is_marked_before_anything_starts()
    {
        Pipeline.Tree.Write("packages/tools/shout/Buildrules", "version: 1\ndescripton: x\n");
        var github = await Pipeline.Tree.HostAsync(
            ImmutableDictionary<string, string?>.Empty.Add("GITHUB_ACTIONS", "true"), "--target=tools/shout:package");
        Assert.That(github.Output, Does.Match("(?m)^::error file=packages/tools/shout/Buildrules,line=2,col=1,title=AIM0030::"));
        await Pipeline.Tree.HostAsync(ImmutableDictionary<string, string?>.Empty.Add("GITLAB_CI", "true"), "--target=tools/shout:package");
        Assert.That(File.ReadAllText(Pipeline.Tree.In("tmp/gl-code-quality-report.json")), Does.Contain("\"path\": \"packages/tools/shout/Buildrules\""));
    }
}
