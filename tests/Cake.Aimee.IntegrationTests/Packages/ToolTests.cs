using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>The host as a tool, in a tree without any C#.</summary>
[TestFixture]
internal sealed class ToolTests
{
    private ToolTree tree = null!;

    [SetUp]
    public void MakeTree() => tree = new ToolTree();

    [TearDown]
    public void RemoveTree() => tree?.Dispose();

    [Test]
    public async Task It_works_in_the_tree_that_the_user_stands_in()
    {
        var here = tree.In("packages/core/hello/source");
        (await tree.RunAsync(here, [], ["dotnet", "aimee", "--target=package"])).Succeeded();
        Assert.That(Directory.GetFiles(tree.In("artifacts"), "hello-1-0.tar.zst", SearchOption.AllDirectories), Is.Not.Empty);
    }

    [Test]
    public async Task Answers_are_for_programs_too()
    {
        var answer = (await tree.AimeeAsync("--target=List", "--format=json", "--verbosity=quiet", "--no-report")).Succeeded();
        Assert.That(JsonNode.Parse(answer.Output)!.AsArray().Select(package => (string?)package!["package"]), Is.EqualTo(["core/hello", "tools/pack"]));
    }

    [Test]
    public async Task Without_words_it_tells_what_tasks_there_are() =>
        Assert.That((await tree.AimeeAsync()).Succeeded().Output, Does.Contain("CrossImage").And.Contain("List"));

    [Test]
    public async Task It_tells_its_own_version() =>
        Assert.That((await tree.AimeeAsync("--version")).Succeeded().Output, Does.Match(@"^\d+\.\d+\.\d+[-.0-9a-z]*$"));

    [TestCase("List")]
    [TestCase("core/hello")]
    public async Task Outside_a_tree_it_says_how_to_get_one(string target)
    {
        var result = await tree.RunAsync("/", [], [ToolTree.Executable, $"--target={target}"]);
        result.Refused("There is no build tree at or above /", "--working", "dotnet new aimee-tree");
    }

    [Test]
    public async Task Without_an_engine_it_says_what_to_install()
    {
        var path = LimitedPath.Make(tree.In("limited"), "docker", "buildah");
        var result = await tree.RunAsync(tree.Path, new() { ["PATH"] = path }, [ToolTree.Executable, "--target=BaseImage", "--no-setup"]);
        result.Refused("buildah");
    }

    [Test]
    public async Task With_an_old_dotnet_it_says_which_it_needs()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        var old = Directory.CreateDirectory(tree.In("dotnet")).FullName;
        // A real copy: what starts the runtime looks beside where it really is.
        (await tree.RunAsync(root, [], ["cp", "-r", "host", old])).Succeeded();
        tree.Write("dotnet/shared/Microsoft.NETCore.App/8.0.0/Microsoft.NETCore.App.deps.json", "{}");
        var result = await tree.RunAsync(tree.Path, new() { ["DOTNET_ROOT"] = old, ["DOTNET_ROOT_X64"] = old, ["DOTNET_ROOT_ARM64"] = old }, [ToolTree.Executable, "--target=List"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Not.Zero);
            Assert.That(result.Output, Does.Contain("You must install or update .NET").And.Contain("10.0.0").And.Contain("8.0.0"));
        }
    }
}
