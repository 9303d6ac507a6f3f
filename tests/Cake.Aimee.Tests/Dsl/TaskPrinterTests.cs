using Cake.Aimee.Dsl;
using Cake.Core;
using Spectre.Console;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>What a host prints of its tasks.</summary>
[TestFixture]
public sealed class TaskPrinterTests
{
    private StringWriter text = null!;
    private StageTrial trial = null!;
    private TaskPrinter printer = null!;

    [SetUp]
    public void Start()
    {
        text = new StringWriter();
        trial = new StageTrial(typeof(IndexedEngine));
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        printer = new TaskPrinter(console, AimeeRuntime.Of(trial.Context));
    }

    [TearDown]
    public void End()
    {
        trial.Dispose();
        text.Dispose();
    }

    [Test]
    public async Task What_had_something_to_do_has_a_heading_and_a_row()
    {
        trial.Stages.Done.UnionWith(["core/libc:fetch", "core/libc:prep", "core/libc:compile", "core/libc:package"]);
        var report = await RunAsync("core/app:package");

        Assert.That(Headings(), Is.SupersetOf(new[] { "core/app:compile", "core/app:package", "Mine" }));
        Assert.That(Headings(), Has.None.StartWith("core/libc:p"));
        printer.Write(report);
        Assert.That(text.ToString(), Does.Contain("core/app:compile ").And.Contain("Mine ").And.Match(@"\d tasks with nothing to do "));
    }

    [Test]
    public async Task What_had_nothing_to_do_shares_a_row()
    {
        trial.Stages.Done.UnionWith(["core/libc:fetch", "core/libc:prep", "core/libc:compile", "core/libc:package"]);

        var report = await RunAsync("core/libc:package");

        Assert.That(Headings(), Is.EqualTo(new[] { "Mine" }));
        printer.Write(report);
        Assert.That(text.ToString(), Does.Contain("4 tasks with nothing to do ").And.Not.Contain("core/libc"));
        Assert.That(trial.Log.Lines, Does.Contain("core/libc:compile: up to date"));
    }

    [Test]
    public async Task A_stage_with_something_of_the_users_own_has_its_heading()
    {
        trial.Stages.Done.UnionWith(["core/libc:fetch", "core/libc:prep", "core/libc:compile", "core/libc:package"]);
        trial.Context.AimeeStage("core/libc:compile").Does(() => trial.Note("more"));

        await RunAsync("core/libc:package");

        Assert.That(Headings(), Is.EqualTo(new[] { "core/libc:compile", "Mine" }));
    }

    [Test]
    public void A_failure_stands_under_its_heading()
    {
        trial.Stages.Failing.Add("core/libc:compile");

        Assert.That(() => RunAsync("core/libc:package"), Throws.InstanceOf<CakeReportException>());

        Assert.That(Headings().Last(), Is.EqualTo("core/libc:compile"));
    }

    /// <summary>Runs a task of the script's own after a stage.</summary>
    private Task<CakeReport> RunAsync(string stage)
    {
        trial.Task("Mine").IsDependentOn(stage);
        trial.Context.AimeeTasks();
        return trial.Engine.RunTargetAsync(
            trial.Context, new DefaultExecutionStrategy(trial.Log, printer), new ExecutionSettings().SetTarget("Mine"));
    }

    /// <summary>The lines between two rules.</summary>
    private List<string> Headings()
    {
        var lines = text.ToString().Split('\n').Select(line => line.Trim()).ToList();
        return [.. Enumerable.Range(1, Math.Max(0, lines.Count - 2)).Where(at => lines[at].Length > 0 && IsRule(lines[at - 1]) && IsRule(lines[at + 1])).Select(at => lines[at])];
    }

    private static bool IsRule(string line) => line.Length > 0 && line.All(letter => letter == '═');
}
