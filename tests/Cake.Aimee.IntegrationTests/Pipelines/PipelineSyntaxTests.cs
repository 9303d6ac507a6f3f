using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Pipelines;

/// <summary>What is written for CI services is what they read: by their own parsers, or the nearest to those.</summary>
internal sealed class PipelineSyntaxTests
{
    private static readonly ProcessRunner Runner = new();
    private TemporaryDirectory directory = null!;

    [OneTimeSetUp]
    public void MakeDirectory() => directory = new();

    [OneTimeTearDown]
    public void RemoveDirectory() => directory?.Dispose();

    [TestCase("packages", "libs_data, toolchain_headers, tools_m4, tools_m4_host, core_libc(toolchain_headers), core_zlib(tools_m4_host core_libc), core_app(core_zlib), libs_user(libs_data core_app)")]
    [TestCase("packages-1", "all")]
    [TestCase("images", "base, cross(base), build(cross)")]
    public async Task GitHubs_parser_takes_the_workflow(string scope, string jobs)
    {
        var parser = Path.Combine(directory.Path, "workflow.cjs");
        await NodePrograms.BundleAsync(Path.Combine(Here, "workflow.mjs"), parser);
        var workflow = directory.Write($"{scope}.yml", await File.ReadAllTextAsync(Verified(scope, "github")));

        var parsed = JsonNode.Parse((await Runner.RunCheckedAsync(ProcessRequest.Of("node", parser, workflow), default)).Output)!;

        Assert.That(parsed["errors"]!.AsArray().Select(error => $"{error}"), Is.Empty);
        Assert.That(string.Join(", ", parsed["jobs"]!.AsArray().Select(job => Text(job!))), Is.EqualTo(jobs));

        static string Text(JsonNode job) => job["needs"]!.AsArray() is { Count: > 0 } needs ? $"{job["id"]}({string.Join(' ', needs)})" : $"{job["id"]}";
    }

    [TestCase("packages")]
    [TestCase("packages-6")]
    [TestCase("images")]
    public async Task GitLabs_schema_takes_the_pipeline(string name)
    {
        var program = NodePrograms.Require("gitlab-ci-local");
        var tree = Path.Combine(directory.Path, $"gitlab-{name}");
        Directory.CreateDirectory(tree);
        await Runner.RunCheckedAsync(ProcessRequest.Of("git", "init", "-q", "-b", "main", tree), default);
        File.Copy(Verified(name, "gitlab"), Path.Combine(tree, ".gitlab-ci.yml"));

        var listed = await Runner.RunAsync(ProcessRequest.Of(program, "--list-csv", $"--home={directory.Path}") with { WorkingDirectory = tree }, default);

        var text = string.Join('\n', listed.LastLines);
        Assert.That(listed.ExitCode, Is.Zero, text);
        Assert.That(text, Does.Contain("json schema validated"));
        Assert.That(listed.Output.Split('\n').Count(line => line.Contains($"{name.Split('-')[0]};on_success;", StringComparison.Ordinal)), Is.EqualTo(name switch { "packages" => 8, "packages-6" => 6, _ => 3 }), text);
    }

    [TestCase("packages")]
    [TestCase("images")]
    public async Task Groovy_takes_the_Jenkinsfile(string scope)
    {
        Require.Program("groovy", "groovy");
        var script = directory.Write("parse.groovy", "new GroovyShell().parse(new File(args[0])); println 'parsed'\n");
        // Debian's groovy looks for the default Java alone; the one on the PATH is as good.
        var java = new FileInfo(Programs.Find("java")!).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Programs.Find("java")!;
        var parsed = await Runner.RunAsync(
            ProcessRequest.Of("groovy", script, Verified(scope, "jenkins")) with
            {
                Environment = ImmutableDictionary<string, string?>.Empty.Add("JAVA_HOME", Path.GetFullPath("../..", java)),
            },
            default);
        Assert.That(parsed.Output, Is.EqualTo("parsed\n"), string.Join('\n', parsed.LastLines));
    }

    private static string Here => Path.Combine(Repository.Top, "tests/Cake.Aimee.IntegrationTests/Pipelines");

    /// <summary>A text that has been read by a person, and is compared with what is written by unit tests.</summary>
    private static string Verified(string name, string format) =>
        Path.Combine(Repository.Top, $"tests/Cake.Aimee.Tests/Pipelines/{name}.{format}.verified.txt");
}
