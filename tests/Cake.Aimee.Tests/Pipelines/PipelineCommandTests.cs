using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Commands;
using Cake.Aimee.Tests.Support;
using NUnit.Framework.Constraints;

namespace Cake.Aimee.Tests.Pipelines;

/// <summary>What CI services are given, and what becomes of a file that is not kept true.</summary>
internal sealed class PipelineCommandTests
{
    private CommandTree tree = null!;

    [SetUp]
    public void MakeTree()
    {
        tree = new CommandTree();
        tree.Write(
            ".builder/config",
            """
            target: aarch64-unknown-linux-gnu
            upstream: {artifacts: "https://example.org/os", push: true, credentials: OS_UPSTREAM}
            env: {SIGNING_KEY: {from: OS_SIGNING_KEY, secret: true}, COLOUR: red}
            images: {registry: registry.example.org/os}
            pipeline:
              command: ./build.sh
              before: ["git config --global user.name 'It''s CI'"]
              tags: [linux, arm64 cross]
            """);
        Package("core/libc", "depends: {build: [toolchain/headers]}\nsplit: {dev: {files: [usr/include]}}");
        Package("core/zlib", "depends: {build: [core/libc-dev, toolchain/headers], host: [tools/m4]}\ntimeout: {compile: 90m}");
        Package("core/app", "depends: {build: [core/zlib], run: [core/libc, libs/data]}");
        Package("libs/data");
        Package("libs/user", "depends: {build: [core/app]}");
        Package("tools/m4");
        Package("toolchain/headers");
    }

    [TearDown]
    public void RemoveTree() => tree.Dispose();

    [TestCase("gitlab", "packages")]
    [TestCase("gitlab", "images")]
    [TestCase("github", "packages")]
    [TestCase("github", "images")]
    [TestCase("jenkins", "packages")]
    [TestCase("jenkins", "images")]
    public async Task Each_service_is_given_its_own_text(string format, string scope) =>
        Verified.Matches(await PipelineAsync($"format={format}", $"scope={scope}"), $"{scope}.{format}");

    [Test]
    public async Task Few_jobs_are_shared() => Verified.Matches(await PipelineAsync("format=gitlab", "max-jobs=6"), "packages-6.gitlab");

    [Test]
    public async Task Fewer_jobs_than_levels_are_shared_by_levels()
    {
        var text = await PipelineAsync("format=gitlab", "max-jobs=2");
        Assert.That(text, Does.Contain("There are 2 jobs.").And.Match(
            @"(?s)script:\n +- \./build\.sh( --target=\S+:package)+ --dependencies=pull\n.*needs:\n +- job: .* and \d more\n"));
    }

    [Test]
    public async Task No_job_has_more_needs_than_GitLab_takes()
    {
        var leaves = Enumerable.Range(0, 120).Select(number => $"leaf/p{number}").ToList();
        leaves.ForEach(leaf => Package(leaf));
        Package("leaf/image", $"depends: {{build: [{string.Join(", ", leaves)}]}}");
        var needs = (await PipelineAsync("format=gitlab", "package=leaf/image")).Split("\n  stage: ").Select(job => job.Split("- job: ").Length - 1).ToList();
        Assert.That(needs.Max(), Is.EqualTo(50));
        Assert.That(needs.Sum(), Is.EqualTo(120 + 3));
    }

    [Test]
    public async Task Packages_can_be_named() => Assert.That(
        (await PipelineAsync("format=gitlab", "package=core/libc")).Split('\n').Where(line => line.Contains("--", StringComparison.Ordinal)).Select(line => line.Trim()),
        Is.EqualTo(
        [
            "# Written by: ./build.sh --target=Pipeline --format=gitlab --package=core/libc --output=.gitlab-ci.yml",
            "- 'git config --global user.name ''It''''s CI'''",
            "- ./build.sh --target=toolchain/headers:package --dependencies=pull",
            "- ./build.sh --target=core/libc:package --dependencies=pull",
        ]));

    [Test]
    public async Task By_default_the_script_runner_is_called_with_the_config_of_the_call()
    {
        tree.Write(".builder/config", "upstream: {artifacts: /srv/os, push: true}\n");
        tree.Write(".builder/other", "pipeline: {image: 'debian:bookworm', timeout: 20m}\n");
        var text = await PipelineAsync("format=gitlab", "config=other", "package=tools/m4");
        Assert.That(text, Does.Contain("before_script:\n    - dotnet tool restore\n")
            .And.Contain("  image: debian:bookworm\n")
            .And.Contain("    - dotnet cake --target=tools/m4:package --dependencies=pull --config=other\n")
            .And.Contain("timeout: '20 minutes'"));
    }

    [Test]
    public async Task A_file_that_is_true_passes_the_check()
    {
        var file = Path.Combine(tree.Path, ".github/workflows/packages.yml");
        Assert.That(await PipelineAsync("format=github", $"output={file}"), Is.Empty);
        Assert.That(await PipelineAsync("format=github", "check"), Is.Empty);
        Assert.That(await PipelineAsync("format=github", $"output={file}", "check"), Is.Empty);
    }

    [Test]
    public async Task A_file_that_is_out_of_date_is_told_by_its_lines()
    {
        var file = Path.Combine(tree.Path, ".gitlab-ci.yml");
        await PipelineAsync("format=gitlab", $"output={file}");
        Package("libs/user", "depends: {build: [libs/data]}");
        Assert.That(() => PipelineAsync("format=gitlab", "check"), Refused(
            """
            .gitlab-ci.yml is out of date: what stands in it (-) and what should (+), by lines:
                @@ -61,0 +62,8 @@
                +libs/user:
                +  stage: packages
                +  needs:
                +    - job: libs/data
                +      artifacts: false
                +  timeout: '60 minutes'
                +  script:
                +    - ./build.sh --target=libs/user:package --dependencies=pull
                @@ -80,10 +87,0 @@
                -libs/user:
                -  stage: packages
                -  needs:
                -    - job: libs/data
                -      artifacts: false
                -    - job: core/app
                -      artifacts: false
                -  timeout: '60 minutes'
                -  script:
                -    - ./build.sh --target=libs/user:package --dependencies=pull
            Write it anew: ./build.sh --target=Pipeline --format=gitlab --output=.gitlab-ci.yml
            """));
    }

    [Test]
    public void A_file_that_is_not_there_fails_the_check() => Assert.That(
        () => PipelineAsync("format=jenkins", "scope=images", "check"),
        Refused("There is no Jenkinsfile to check. Write it: ./build.sh --target=Pipeline --format=jenkins --scope=images --output=Jenkinsfile"));

    [TestCase("--format takes gitlab, github, jenkins; it says which CI service the pipeline is for.")]
    [TestCase("--format takes gitlab, github, jenkins; 'travis' is none of them.", "format=travis")]
    [TestCase("--scope takes packages or images; 'all' is neither.", "format=gitlab", "scope=all")]
    [TestCase("--max-jobs and --package are for --scope=packages: there is one job for each image of the chain.", "format=gitlab", "scope=images", "max-jobs=2")]
    [TestCase("--max-jobs takes a whole number from 1 to 4096; 'few' is none.", "format=gitlab", "max-jobs=few")]
    [TestCase("--max-jobs takes a whole number from 1 to 4096; '0' is none.", "format=gitlab", "max-jobs=0")]
    [TestCase("error AIM0102: There is no package 'core/zlip' in the tree. Did you mean 'core/zlib'?", "format=gitlab", "package=core/zlip")]
    public void What_can_not_be_is_refused(string message, params string[] arguments) => Assert.That(() => PipelineAsync(arguments), Refused(message));

    [TestCase("")]
    [TestCase("upstream: {artifacts: /srv/os}\n")]
    [TestCase("upstream: {sources: /srv/os, push: true}\n")]
    public void Packages_without_an_upstream_that_is_pushed_to_could_not_be_shared(string config)
    {
        tree.Write(".builder/config", config);
        Assert.That(() => PipelineAsync("format=gitlab"), Refused(
            "The jobs of packages share what they make through an upstream, and the config has none that is pushed to. "
            + "Say where it is: 'upstream: {artifacts: https://example.org/os, push: true}'. One job that makes all needs none: --max-jobs=1."));
    }

    [Test]
    public async Task One_job_needs_no_upstream_and_makes_what_comes_later_too()
    {
        tree.Write(".builder/config", "pipeline: {command: dotnet aimee}\n");
        Verified.Matches(await PipelineAsync("format=github", "max-jobs=1"), "packages-1.github");
    }

    [Test]
    public async Task One_job_can_make_some_packages()
    {
        tree.Write(".builder/config", "");
        Assert.That(
            await PipelineAsync("format=github", "max-jobs=1", "package=core/libc"),
            Does.Contain("run: dotnet cake --target=toolchain/headers:package --target=core/libc:package\n").And.Contain("name: toolchain/headers and 1 more\n"));
    }

    [Test]
    public void Images_without_a_registry_could_not_be_handed_on()
    {
        tree.Write(".builder/config", "");
        Assert.That(() => PipelineAsync("format=github", "scope=images"), Refused(
            "The jobs of images hand them on through a registry, and the config names none. Say which: 'images: {registry: registry.example.org/os}'."));
    }

    private static EqualStringConstraint Refused(string message) => Throws.TypeOf<AimeeException>().With.Message.EqualTo(message);

    private void Package(string id, string rules = "") => tree.Write($"packages/{id}/Buildrules", $"version: 1\ndescription: x\n{rules}\n");

    private Task<string> PipelineAsync(params string[] arguments) =>
        tree.RunAsync((workspace, output) => new PipelineCommand(workspace, output).RunAsync(CancellationToken.None), arguments);
}
