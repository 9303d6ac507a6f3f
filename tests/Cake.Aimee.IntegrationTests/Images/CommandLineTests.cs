using System.Text.RegularExpressions;
using Cake.Aimee.Dsl;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>What Cake's users know, the same in the host and in the script runner.</summary>
[TestFixture("host")]
[TestFixture("dotnet cake")]
internal sealed partial class CommandLineTests(string runner)
{
    private BuildahStore store = null!;
    private UserTree tree = null!;

    [OneTimeSetUp]
    public async Task MakeTree()
    {
        store = BuildahStore.Create();
        tree = new UserTree(store);
        if (runner != "host")
        {
            await tree.AddScriptAsync();
        }
    }

    [OneTimeTearDown]
    public async Task RemoveTree()
    {
        tree?.Dispose();
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    [Test]
    public async Task The_tree_shows_the_chain() => Assert.That(
        (await RunAsync("--tree")).Succeeded().Output,
        Does.Contain(
            """
            PushImages
            └─BuildImage
               └─CrossImage
                  └─BaseImage
                     └─Stage3Image
                        └─Setup
            """).And.Match("(?m)^Doctor$"));

    [Test]
    public async Task Every_task_has_a_description()
    {
        // The table wraps its cells.
        var rows = Words().Replace((await RunAsync("--description")).Succeeded().Output, " ");
        foreach (var task in AimeeTask.All)
        {
            Assert.That(rows, Does.Contain($" {task.Name} {task.Description} "));
        }
    }

    [Test]
    public async Task A_dry_run_names_the_tasks_in_their_order_and_does_nothing()
    {
        var run = (await RunAsync("--dryrun", "--target=CrossImage")).Succeeded();
        Assert.That(Numbered(run), Is.EqualTo(["Setup", "Stage3Image", "BaseImage", "CrossImage"]));
        Assert.That(tree.In("tmp"), Does.Not.Exist);
    }

    [Test]
    public async Task Exclusive_is_the_target_alone()
    {
        Assert.That(Numbered((await RunAsync("--dryrun", "--exclusive", "--target=CrossImage")).Succeeded()), Is.EqualTo(["CrossImage"]));
        (await RunAsync("--exclusive", "--target=CrossImage")).Refused("Run the task BaseImage first.");
    }

    [Test]
    public async Task Two_targets_run_once_each_with_what_they_share()
    {
        var dry = (await RunAsync("--dryrun", "--target=Stage3Image", "--target=BaseImage", "--target=Doctor")).Succeeded();
        var run = (await RunAsync("--target=Setup", "--target=Doctor", "--no-setup")).Succeeded();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Numbered(dry), Is.EquivalentTo(["Doctor", "Setup", "Stage3Image", "BaseImage"]));
            Assert.That(Numbered(dry), Is.SupersetOf(["Setup", "Stage3Image", "BaseImage"]).And.Unique);
            Assert.That(run.Output, Does.Match($@"(?m)^tree +{Regex.Escape(tree.Path)}$").And.Match("(?m)^engine +buildah ").And.Match($"(?m)^target +{UserTree.Target}$"));
            Assert.That(Headings().Matches(run.Output).Select(match => match.Groups[1].Value), Is.EquivalentTo(["Setup", "Doctor"]));
        }
    }

    [Test]
    public async Task Where_the_user_stands_decides_which_tree_it_is_unless_it_is_said()
    {
        var inner = Directory.CreateDirectory(tree.In("inner/.builder")).Parent!.FullName;
        string[] command = runner == "host" ? ["dotnet", Repository.Host] : ["dotnet", "cake", tree.In("build.cake")];
        var said = (await tree.RunInAsync(inner, [.. command, $"--working={tree.Path}", "--target=Doctor"])).Succeeded();
        Assert.That(said.Output, Does.Match($@"(?m)^tree +{Regex.Escape(tree.Path)}$"));

        if (runner != "host")
        {
            // Our own host works in its repository, wherever it is called from.
            var stood = (await tree.RunInAsync(inner, [.. command, "--target=Doctor"])).Succeeded();
            Assert.That(stood.Output, Does.Match($@"(?m)^tree +{Regex.Escape(inner)}$"));
        }
    }

    [Test]
    public async Task An_unknown_target_is_named()
    {
        var run = await RunAsync("--target=CrosImage");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("CrosImage"));
    }

    private Task<UserResult> RunAsync(params string[] arguments) => runner == "host" ? tree.HostAsync(arguments) : tree.CakeAsync(arguments);

    private static IEnumerable<string> Numbered(UserResult run) => Number().Matches(run.Output).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"(?m)^[0-9]+\. (\w+)")]
    private static partial Regex Number();

    [GeneratedRegex(@"═\s*\n\s*(\w+)\s*\n═")]
    private static partial Regex Headings();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Words();
}
