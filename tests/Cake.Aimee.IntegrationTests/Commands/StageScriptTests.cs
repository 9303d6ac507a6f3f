using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Commands;

/// <summary>Stages in a script, run by <c>dotnet cake</c>.</summary>
internal sealed class StageScriptTests
{
    private StageTree stages = null!;

    [OneTimeSetUp]
    public async Task MakeTree()
    {
        stages = new StageTree();
        stages.Tree.Write("packages/core/broken/Buildrules", StageTree.Rules("none", "compile: exit 3\n"));
        await stages.Tree.AddScriptAsync(
            """
            Task("Before").Does(() => Information("before libc"));
            Task("After").IsDependentOn("core/app:package").Does(() => Information("after app"));
            Task("Never").IsDependentOn("core/broken:package").Does(() => Information("never"));
            Task("Handled").IsDependentOn("core/broken:prep").IsDependentOn("core/broken:compile").Does(() => Information("it went on"));
            AimeeStage("core/libc:compile").IsDependentOn("Before");
            AimeeStage("core/app:prep").WithCriteria(() => !HasArgument("no-prep"), "it was not to be");
            if (HasArgument("handle"))
            {
                AimeeStage("core/broken:compile").OnError(failure => Information($"handled: {failure.Message}"));
            }
            """);
    }

    [OneTimeTearDown]
    public void RemoveTree() => stages?.Dispose();

    [Test]
    public async Task Tasks_of_the_scripts_own_come_before_and_after_stages()
    {
        var output = (await stages.Tree.CakeAsync("--target=After")).Succeeded().Output;
        string[] order = ["before libc", "core/libc:compile: ", "core/app:package: ", "after app"];
        Assert.That(order.Select(text => output.IndexOf(text, StringComparison.Ordinal)), Is.Ordered.Ascending.And.All.Not.Negative, output);
    }

    [Test]
    public async Task A_failed_stage_ends_the_run()
    {
        var result = (await stages.Tree.CakeAsync("--target=Never")).Refused("core/broken:compile failed with exit code 3.");
        Assert.That(result.Output, Does.Not.Match("(?m)^never$").And.Contain("tmp/core/broken/log/compile.log"));
    }

    [Test]
    public async Task An_error_handler_lets_the_run_go_on() => Assert.That(
        (await stages.Tree.CakeAsync("--target=Handled", "--handle")).Succeeded().Output,
        Does.Contain("handled: core/broken:compile failed with exit code 3.").And.Contain("it went on"));

    [Test]
    public async Task Exclusive_runs_what_was_named()
    {
        var output = (await stages.Tree.CakeAsync("--target=core/libc:fetch", "--exclusive")).Succeeded().Output;
        Assert.That(output, Does.Contain("core/libc:fetch: ").And.Not.Contain("before libc"));
    }

    [Test]
    public async Task A_dry_run_a_tree_and_a_description_start_nothing()
    {
        foreach (var how in new[] { "--dryrun", "--tree", "--description" })
        {
            Assert.That(
                (await stages.Tree.CakeAsync("--target=core/libc:source", how)).Succeeded().Output,
                Does.Contain("core/libc:source").And.Not.Contain("ran in"), how);
        }

        Assert.That(File.Exists(stages.Tree.In("tmp/core/libc/log/source.log")), Is.False);
    }

    [Test]
    public async Task A_wrong_name_is_told_with_the_nearest() =>
        (await stages.Tree.CakeAsync("--target=core/libs:prep")).Refused("There is no 'core/libs:prep' in the tree. Did you mean 'core/libc:prep'?");
}
