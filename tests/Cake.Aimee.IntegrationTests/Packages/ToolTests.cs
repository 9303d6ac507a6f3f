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

    [TestCase(null, "and only apt-get is known here to install programs. Install them with this system's own tool (Debian's packages are called: buildah mmdebstrap).")]
    [TestCase("--no-setup", "and with --no-setup nothing is installed. As root, run: apt-get install --no-install-recommends buildah mmdebstrap")]
    public async Task Without_an_engine_it_says_what_to_install(string? option, string way)
    {
        var path = LimitedPath.Make(tree.In("limited"), "docker", "buildah", "mmdebstrap", "apt-get");
        var result = await tree.RunAsync(tree.Path, new() { ["PATH"] = path }, [ToolTree.Executable, "--target=BaseImage", .. option is null ? Array.Empty<string>() : [option]]);
        Assert.That(result.Refused().Error, Is.EqualTo(
            $"Programs are missing: mmdebstrap (makes the debian userland), buildah (makes images without a daemon), {way}"));
    }

    [TestCase("dotnet-aimee", true)]
    [TestCase("dotnet aimee.dll", true)]
    [TestCase("dotnet-aimee", false)]
    public async Task With_an_old_dotnet_or_none_it_says_which_it_needs(string started, bool isOld)
    {
        var root = Directory.CreateDirectory(tree.In("dotnet")).FullName;
        if (isOld)
        {
            // A real copy: what starts the runtime looks beside where it really is.
            var own = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
            (await tree.RunAsync(own, [], ["cp", "-r", "host", "dotnet", root])).Succeeded();
            tree.Write("dotnet/shared/Microsoft.NETCore.App/8.0.0/Microsoft.NETCore.App.deps.json", "{}");
        }

        string[] command = started == "dotnet-aimee" ? [ToolTree.Executable] : [Path.Combine(root, "dotnet"), $"{ToolTree.Executable}.dll"];
        var result = await tree.RunAsync(tree.Path, new() { ["DOTNET_ROOT"] = root, ["DOTNET_ROOT_X64"] = root, ["DOTNET_ROOT_ARM64"] = root }, [.. command, "--target=List"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Not.Zero);
            Assert.That(result.Output, Does.StartWith(isOld ? "You must install or update .NET to run this application." : "You must install .NET to run this application."));
            Assert.That(result.Output, Does.Contain(isOld ? "'Microsoft.NETCore.App', version '10.0.0'" : "https://aka.ms/dotnet"));
            Assert.That(result.Output, isOld ? Does.Contain("8.0.0 at [") : Does.Contain("Not found"));
        }
    }
}
