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
    public async Task Pack() => feed = await PackedFeed.SharedAsync();

    [Test]
    public async Task A_script_loads_the_add_in_from_a_folder_and_builds()
    {
        var user = feed.UserOf("script");
        File.WriteAllText(
            Path.Combine(user.Here, "build.cake"),
            $"""
            #addin nuget:file://{feed.Directory}?package=Cake.Aimee&version={feed.Version}
            using Cake.Aimee.Dsl;
            Task("Default").IsDependentOn("all:package");
            AimeeTasks();
            RunTargets(Arguments("target", "Default"));
            """);
        await user.FollowAsync("examples/script/README.md");
        Built(user.Here, "greeting-1.2-0");
    }

    [Test]
    public async Task The_example_script_goes_as_its_page_says()
    {
        var user = feed.UserOf("script");
        Assert.That(
            await user.FollowAsync("examples/script/README.md"),
            Does.Contain("core/greeting 1.2: Greets whoever logs in").And.Contain("stages for core/greeting:package"));
        Built(user.Here, "greeting-1.2-0");
    }

    [Test]
    public async Task The_example_host_goes_as_its_page_says()
    {
        var user = feed.UserOf("frosting");
        Assert.That(await user.FollowAsync("examples/frosting/README.md"), Does.Contain("channel: beta"));
        Assert.That(File.ReadAllText(Path.Combine(user.Here, "artifacts/manifest.txt")), Does.Match("^[0-9a-f]{64}  artifacts/.*/greeting-1.2-0.tar.zst\n$"));
        Built(user.Here, "greeting-1.2-0");
    }

    [TestCase("docs/tool.md", "myos", "hello-1.0-0", "release-1-0")]
    [TestCase("src/Cake.Aimee.Tool/README.md", "", "zlib-1-0")]
    [TestCase("src/Cake.Aimee.Templates/README.md", "myos", "hello-1.0-0", "release-1-0")]
    public async Task The_tool_and_the_template_go_as_their_pages_say(string page, string tree, params string[] artifacts)
    {
        var user = feed.User();
        var top = user.Here;
        Directory.CreateDirectory(Path.Combine(top, ".builder"));
        Directory.CreateDirectory(Path.Combine(top, "packages/core/zlib"));
        File.WriteAllText(Path.Combine(top, ".builder/config"), "project: toy\n");
        File.WriteAllText(Path.Combine(top, "packages/core/zlib/Buildrules"), "version: 1\ndescription: A library\nlicense: MIT\ncompile: mkdir -p $D/usr/lib\n");

        await user.FollowAsync(page);

        Assert.That(user.Here, Is.EqualTo(Path.Combine(top, tree).TrimEnd('/')));
        foreach (var artifact in artifacts)
        {
            Built(user.Here, artifact);
        }

        Require.Program("chromium", "chromium");
        await using var report = await Browser.OpenAsync(Path.Combine(user.Here, "tmp/build-report.html"));
        Assert.That(await report.TextAsync("body"), Does.StartWith("Build of "));
        Assert.That(report.Errors, Is.Empty);
    }

    [TestCase("myos")]
    [TestCase("my os")]
    public async Task A_tree_from_the_template_goes_as_its_page_says(string name)
    {
        var user = await UserOfTemplateAsync(name);
        var printed = await user.FollowAsync("src/Cake.Aimee.Templates/content/aimee-tree/README.md");
        Built(user.Here, "hello-1.0-0");
        Built(user.Here, "release-1-0");
        Assert.That(printed, Does.Contain("core/hello").And.Contain("CrossImage"));
        Assert.That(File.ReadAllText(Path.Combine(user.Here, "packages/core/release/source/os-release")), Does.Contain($"NAME=\"{name}\""));
        Assert.That((await user.TypeAsync("dotnet cake --target=Report")).Succeeded().Output, Does.Contain("hello-1.0-0.tar.zst"));
        Assert.That((await user.TypeAsync("dotnet aimee --target=Lint --target=all:test")).Succeeded().Output, Does.Not.Contain("error"));
    }

    [TestCase("myos")]
    [TestCase("my os")]
    public async Task A_tree_from_the_template_that_is_pushed_is_built_by_its_workflow(string name)
    {
        var user = await UserOfTemplateAsync(name);
        (await user.TypeAsync("git init -q -b main && git add -A && git -c user.name=T -c user.email=t@example.org commit -qm Tree && git clone -q . ../checkout && cd ../checkout")).Succeeded();
        var steps = File.ReadLines(Path.Combine(user.Here, ".github/workflows/packages.yml"))
            .Select(line => line.Split("- run: ")).Where(parts => parts.Length == 2).Select(parts => parts[1]).ToList();
        Assert.That(steps, Is.EqualTo(["dotnet tool restore", "dotnet aimee --target=all:package"]));
        foreach (var step in steps)
        {
            (await user.TypeAsync($"export CI=true GITHUB_ACTIONS=true\n{step}")).Succeeded();
        }

        Built(user.Here, "hello-1.0-0");
        Built(user.Here, "release-1-0");
        (await user.TypeAsync("dotnet aimee --target=Pipeline --format=github --max-jobs=1 --check")).Succeeded();
    }

    [Test]
    public async Task An_older_Cake_refuses_the_add_in_until_it_is_updated()
    {
        var user = feed.UserOf("script");
        File.WriteAllText(Path.Combine(user.Here, ".config/dotnet-tools.json"), Manifest.Replace("CAKE", "0.38.5"));
        File.WriteAllText(Path.Combine(user.Here, "build.cake"), $"#addin nuget:file://{feed.Directory}?package=Cake.Aimee&version={feed.Version}\n");
        if (await user.TypeAsync("dotnet tool restore") is { ExitCode: not 0 } missing)
        {
            Assert.Ignore($"The package feed has no Cake.Tool 0.38.5, the older one that is tried: {missing.Output}");
        }

        // That Cake is for a .NET that nobody has any more.
        var result = await user.TypeAsync("DOTNET_ROLL_FORWARD=Major dotnet cake");
        result.Refused("Failed to install addin 'Cake.Aimee'");

        // What embedding.md says to do.
        (await user.TypeAsync("dotnet tool update cake.tool\ndotnet cake")).Succeeded();
    }

    private async Task<PackageUser> UserOfTemplateAsync(string name)
    {
        var user = feed.User();
        (await user.TypeAsync($"dotnet new install Cake.Aimee.Templates\ndotnet new aimee-tree -n '{name}'\ncd '{name}'")).Succeeded();
        return user;
    }

    private static void Built(string tree, string name) => Assert.That(
        Directory.GetFiles(Path.Combine(tree, "artifacts"), $"{name}.tar.zst", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/.locks/")),
        Has.Exactly(1).Items);
}
