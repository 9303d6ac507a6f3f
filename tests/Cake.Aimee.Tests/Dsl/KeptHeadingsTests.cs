using Cake.Aimee.Dsl;
using Cake.Cli;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>What is printed of stages under Cake's own engine and printer.</summary>
[TestFixture]
public sealed class KeptHeadingsTests
{
    private static readonly string[] Libc = ["core/libc:fetch", "core/libc:prep", "core/libc:compile", "core/libc:package"];
    private StageTrial trial = null!;

    [SetUp]
    public void Start()
    {
        trial = new StageTrial(typeof(CakeEngine));
        trial.Stages.Done.UnionWith(Libc);
    }

    [TearDown]
    public void End() => trial.Dispose();

    [Test]
    public async Task What_has_nothing_to_do_has_a_line_and_after_the_first_no_heading()
    {
        await RunAsync("core/libc:package");

        Assert.That(trial.Log.Lines.TakeWhile(line => line.Length > 0), Is.EqualTo(new[]
        {
            HeadingLog.Of(Libc[0]), $"{Libc[0]}: up to date", $"{Libc[1]}: up to date", $"{Libc[2]}: up to date", $"{Libc[3]}: up to date",
            HeadingLog.Of("Mine"), "mine",
        }));
    }

    [Test]
    public async Task What_has_something_to_do_has_its_heading_before_its_line()
    {
        await RunAsync("core/app:package");

        var line = trial.Log.Lines.ToList().FindIndex(line => line.StartsWith("core/app:compile: ran in", StringComparison.Ordinal));
        Assert.That(line, Is.Positive);
        Assert.That(trial.Log.Lines[line - 1], Is.EqualTo(HeadingLog.Of("core/app:compile")));
    }

    [Test]
    public void A_failure_stands_under_its_heading()
    {
        trial.Stages.Failing.Add("core/app:compile");

        Assert.That(() => RunAsync("core/app:package"), Throws.InstanceOf<CakeReportException>());

        Assert.That(Headings().Last(), Is.EqualTo(HeadingLog.Of("core/app:compile")));
        Assert.That(trial.Log.Verbosity, Is.EqualTo(Verbosity.Normal));
    }

    [Test]
    public async Task What_the_user_has_hung_on_a_stage_is_printed_under_its_heading()
    {
        trial.Context.AimeeStage("core/libc:compile").Does(() => trial.Context.Log.Information("more"));

        await RunAsync("core/libc:package");

        Assert.That(Headings(), Is.EqualTo(new[] { HeadingLog.Of(Libc[0]), HeadingLog.Of(Libc[2]), HeadingLog.Of("Mine") }));
        Assert.That(trial.Log.Lines, Does.Contain("more"));
    }

    [Test]
    public async Task What_the_user_prints_around_a_task_is_printed()
    {
        trial.Engine.RegisterTaskSetupAction(setup => trial.Context.Log.Information($"before {setup.Task.Name}"));
        trial.Engine.RegisterTaskTeardownAction(teardown => trial.Context.Log.Information($"behind {teardown.Task.Name}"));
        trial.Context.AimeeStage("core/libc:compile").WithCriteria(() => false);

        await RunAsync("core/libc:package");

        Assert.That(trial.Log.Lines, Is.SupersetOf(Libc.SelectMany(stage => new[] { $"before {stage}", $"behind {stage}" })));
    }

    [Test]
    public void After_a_setup_that_fails_the_end_of_the_run_is_printed()
    {
        trial.Engine.RegisterTaskSetupAction(setup =>
        {
            if (setup.Task.Name == Libc[2])
            {
                throw new InvalidOperationException("no");
            }
        });
        trial.Engine.RegisterTeardownAction(_ => trial.Context.Log.Information("the end"));

        Assert.That(() => RunAsync("core/libc:package"), Throws.InstanceOf<CakeReportException>());

        Assert.That(trial.Log.Lines, Does.Contain("the end"));
    }

    [TestCase(Verbosity.Verbose, 5)]
    [TestCase(Verbosity.Minimal, 0)]
    public async Task Other_verbosities_are_left_as_they_are(Verbosity verbosity, int headings)
    {
        trial.Log.Verbosity = verbosity;

        await RunAsync("core/libc:package");

        Assert.That(Headings(), Has.Count.EqualTo(headings));
        Assert.That(trial.Log.Verbosity, Is.EqualTo(verbosity));
    }

    [Test]
    public async Task A_dry_run_names_every_task()
    {
        trial.Task("Mine").IsDependentOn("core/libc:package");
        trial.Context.AimeeTasks();

        await new DryRunScriptHost(trial.Engine, trial.Context, trial.Log).RunTargetAsync("Mine");

        Assert.That(trial.Log.Lines, Is.SupersetOf(Libc.Append("Mine").Select((task, at) => $"{at + 1}. {task}")));
    }

    private List<string> Headings() => [.. trial.Log.Lines.Where(line => line.StartsWith("== ", StringComparison.Ordinal))];

    /// <summary>Runs a task of the script's own after a stage.</summary>
    private Task<CakeReport> RunAsync(string stage)
    {
        trial.Engine.RegisterTask("Mine").IsDependentOn(stage).Does(() => trial.Context.Log.Information("mine"));
        return trial.RunAsync("Mine");
    }
}
