using System.Text.Json.Nodes;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Commands;

/// <summary>Questions about a tree, asked through the host.</summary>
[TestFixture]
internal sealed class TreeTests
{
    private BuildahStore store = null!;
    private UserTree tree = null!;

    [SetUp]
    public void MakeTree()
    {
        store = BuildahStore.Create();
        tree = new UserTree(store);
        tree.Write(
            "packages/core/zlib/Buildrules",
            """
            version: 1.3.1
            description: Compression library
            license: Zlib
            sources:
              - uri: https://zlib.net/zlib-${VERSION}.tar.gz
                sha256: 9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23
            build: autotools

            """);
        tree.Write(
            "packages/tools/pack/Buildrules",
            "VERSION=2.0-3\nDESCRIPTION='Packs things'\nLICENSE=MIT\nBDEPENDS=core/zlib\nRDEPENDS=core/zlib\n");
        Directory.CreateDirectory(Path.Combine(tree.Path, "packages/tools/pack/source"));
    }

    [TearDown]
    public async Task RemoveTree()
    {
        tree?.Dispose();
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    [Test]
    public async Task List_names_packages_of_both_kinds() => Assert.That(
        (await AskAsync("List")).Succeeded().Output,
        Is.EqualTo("core/zlib   1.3.1-0  Compression library\ntools/pack  2.0-3    Packs things"));

    [Test]
    public async Task Answers_for_programs_are_json_and_nothing_else()
    {
        var packages = JsonNode.Parse((await AskAsync("List", "--format=json")).Succeeded().Output)!.AsArray();
        Assert.That(packages.Select(package => (string?)package!["package"]), Is.EqualTo(["core/zlib", "tools/pack"]));
    }

    [Test]
    public async Task Query_tells_a_variable_of_the_package_where_the_user_stands()
    {
        var here = Path.Combine(tree.Path, "packages/tools/pack");
        var answer = await tree.RunInAsync(
            here, ["dotnet", Repository.Host, $"--working={here}", "--target=Query", "--var=BDEPENDS", "--verbosity=quiet", "--no-report"]);
        Assert.That(answer.Succeeded().Output, Is.EqualTo("core/zlib"));
    }

    [Test]
    public async Task Graph_is_written_to_a_file_whole()
    {
        (await AskAsync("Graph", "--format=html", "--output=out/graph.html")).Succeeded();
        Assert.That(File.ReadAllText(Path.Combine(tree.Path, "out/graph.html")), Does.StartWith("<!DOCTYPE html>").IgnoreCase.And.Contains("tools/pack"));
        Assert.That(Directory.GetFiles(Path.Combine(tree.Path, "out")), Has.Length.EqualTo(1));

        var graph = JsonNode.Parse((await AskAsync("Graph", "--package=tools/pack")).Succeeded().Output)!;
        Assert.That(
            graph["edges"]!.AsArray().Select(edge => $"{edge!["from"]} -> {edge["to"]}"),
            Does.Contain("tools/pack:prep -> core/zlib:install"));
    }

    [Test]
    public async Task Lint_is_silent_about_a_sound_tree_and_tells_all_faults_of_another()
    {
        Assert.That((await AskAsync("Lint")).Succeeded().Output, Is.Empty);

        tree.Write("packages/core/bad/Buildrules", "version: 1\ndescripton: x\ndepends: {build: [core/zlb]}\nbuild: none\n");
        var result = await AskAsync("Lint");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Does.Contain("packages/core/bad/Buildrules:2:1: error AIM").And.Contain("description"));
            Assert.That(result.Output, Does.Contain("packages/core/bad/Buildrules:3:19").And.Contain("core/zlib"));
            Assert.That(result.Output, Does.Not.Contain("   at "));
        }
    }

    [Test]
    public async Task Checksums_fills_in_what_lint_misses()
    {
        tree.Write("local/thing-1.txt", "content\n");
        tree.Write(
            "packages/core/thing/Buildrules",
            $"version: 1\ndescription: x\nlicense: MIT\nsources: # here\n  - file://{tree.In("local")}/thing-${{VERSION}}.txt\ndepends: {{build: [core/zlib]}}\n");
        var result = (await tree.HostAsync("--target=Checksums", "--package=core/thing", "--verbosity=quiet", "--no-report")).Succeeded();
        Assert.That(result.Output, Does.Contain("Written: packages/core/thing/Buildrules"));
        Assert.That(File.ReadAllText(tree.In("packages/core/thing/Buildrules")), Does.Contain(
            $"sources: # here\n  - uri: file://{tree.In("local")}/thing-${{VERSION}}.txt\n    sha256: {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("content\n"u8))}\n"));
        Assert.That((await AskAsync("Lint")).Succeeded().Output, Is.Empty);
        Assert.That((await AskAsync("Outdated", "--package=core/thing")).Succeeded().Output, Is.EqualTo("0 behind, 0 newest, 1 whose places do not tell."));
    }

    [Test]
    public async Task A_question_about_nothing_names_what_is_near()
    {
        var result = await AskAsync("Query", "--package=core/zlip");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("core/zlip").And.Contain("core/zlib"));
    }

    private Task<UserResult> AskAsync(string task, params string[] arguments) =>
        tree.HostAsync([$"--target={task}", "--verbosity=quiet", "--no-report", .. arguments]);
}
