using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>From an empty directory to a built artifact, with nothing but the packages and the machine's feed.</summary>
[TestFixture]
[Category("Slow")]
internal sealed class UserTests
{
    private const string Manifest = """{"version":1,"isRoot":true,"tools":{"cake.tool":{"version":"CAKE","commands":["dotnet-cake"]}}}""";
    private PackedFeed feed = null!;

    [OneTimeSetUp]
    public async Task Pack()
    {
        feed = await PackedFeed.SharedAsync();
        (await feed.RunAsync(feed.Place(), "dotnet", "new", "install", $"{feed.Directory}/Cake.Aimee.Templates.{feed.Version}.nupkg")).Succeeded();
    }

    [Test]
    public async Task A_script_loads_the_add_in_from_a_folder_and_builds()
    {
        var place = feed.PlaceOf("script");
        File.WriteAllText(
            Path.Combine(place, "build.cake"),
            $"""
            #addin nuget:file://{feed.Directory}?package=Cake.Aimee&version={feed.Version}
            using Cake.Aimee.Dsl;
            Task("Default").IsDependentOn("all:package");
            AimeeTasks();
            RunTargets(Arguments("target", "Default"));
            """);
        (await feed.RunAsync(place, "dotnet", "tool", "restore")).Succeeded();
        (await feed.RunAsync(place, "dotnet", "cake")).Succeeded();
        Built(place, "greeting-1.2-0");
    }

    [Test]
    public async Task The_example_script_builds()
    {
        var place = feed.PlaceOf("script");
        (await feed.RunAsync(place, "dotnet", "tool", "restore")).Succeeded();
        var result = (await feed.RunAsync(place, "dotnet", "cake")).Succeeded();
        Assert.That(result.Output, Does.Contain("core/greeting 1.2: Greets whoever logs in").And.Contain("stages for core/greeting:package"));
        Built(place, "greeting-1.2-0");
    }

    [Test]
    public async Task The_example_host_builds_with_its_tasks_around_the_stages()
    {
        var place = feed.PlaceOf("frosting");
        var result = (await feed.RunAsync(place, "dotnet", "run", "--project", "build", "--", "--target=Default", "--channel=beta")).Succeeded();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output, Does.Contain("channel: beta"));
            Assert.That(File.ReadAllText(Path.Combine(place, "artifacts/manifest.txt")), Does.Match("^[0-9a-f]{64}  artifacts/.*/greeting-1.2-0.tar.zst\n$"));
            Built(place, "greeting-1.2-0");
        }
    }

    [Test]
    public async Task The_tool_is_installed_and_builds()
    {
        var place = feed.PlaceOf("script");
        File.Delete(Path.Combine(place, "build.cake"));
        (await feed.RunAsync(place, "dotnet", "tool", "install", "Cake.Aimee.Tool", "--version", feed.Version, "--add-source", feed.Directory, "--tool-path", "tools")).Succeeded();
        (await feed.RunAsync(place, Path.Combine(place, "tools/dotnet-aimee"), "--target=all:package")).Succeeded();
        Built(place, "greeting-1.2-0");

        Require.Program("chromium", "chromium");
        await using var page = await Browser.OpenAsync(Path.Combine(place, "tmp/build-report.html"));
        Assert.That(await page.TextAsync("body"), Does.Contain("core/greeting:compile"));
        Assert.That(page.Errors, Is.Empty);
    }

    [TestCase("myos")]
    [TestCase("my os")]
    public async Task A_tree_from_the_template_builds_at_once(string name)
    {
        var place = feed.Place();
        (await feed.RunAsync(place, "dotnet", "new", "aimee-tree", "-n", name)).Succeeded();
        var tree = Path.Combine(place, name);
        (await feed.RunAsync(tree, "dotnet", "tool", "restore")).Succeeded();
        (await feed.RunAsync(tree, "dotnet", "aimee", "--target=all:package", "--target=all:test")).Succeeded();
        Built(tree, "hello-1.0-0");
        Built(tree, "release-1-0");
        Assert.That((await feed.RunAsync(tree, "dotnet", "aimee", "--target=Lint")).Succeeded().Output, Does.Not.Contain("error"));

        (await feed.RunAsync(tree, "dotnet", "aimee", "--target=Pipeline", "--config=ci", "--format=github", "--check")).Succeeded();

        // The same with the tasks of the tree's own script.
        (await feed.RunAsync(tree, "dotnet", "cake")).Succeeded();
        Assert.That(File.ReadAllText(Path.Combine(tree, "packages/core/release/source/os-release")), Does.Contain($"NAME=\"{name}\""));
        Assert.That((await feed.RunAsync(tree, "dotnet", "cake", "--target=Report")).Succeeded().Output, Does.Contain("hello-1.0-0.tar.zst"));
    }

    [Test]
    public async Task An_older_Cake_refuses_the_add_in()
    {
        var place = feed.PlaceOf("script");
        File.WriteAllText(Path.Combine(place, ".config/dotnet-tools.json"), Manifest.Replace("CAKE", "0.38.5"));
        File.WriteAllText(Path.Combine(place, "build.cake"), $"#addin nuget:file://{feed.Directory}?package=Cake.Aimee&version={feed.Version}\n");
        if (await feed.RunAsync(place, "dotnet", "tool", "restore") is { ExitCode: not 0 } missing)
        {
            Assert.Ignore($"The package feed has no Cake.Tool 0.38.5, the older one that is tried: {missing.Output}");
        }

        // That Cake is for a .NET that nobody has any more.
        var result = await feed.RunAsync(place, "env", "DOTNET_ROLL_FORWARD=Major", "dotnet", "cake");
        result.Refused("Failed to install addin 'Cake.Aimee'");
    }

    private static void Built(string tree, string name) => Assert.That(
        Directory.GetFiles(Path.Combine(tree, "artifacts"), $"{name}.tar.zst", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/.locks/")),
        Has.Exactly(1).Items);
}
