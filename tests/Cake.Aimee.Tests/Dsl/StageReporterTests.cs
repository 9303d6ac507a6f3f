using System.Text.Json.Nodes;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Dsl;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.Reports;
using Cake.Aimee.Stages.Scheduling;
using Cake.Aimee.Tests.Tree;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>What people and build services see of stages.</summary>
internal sealed class StageReporterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private SampleTree tree = null!;
    private StageGraph graph = null!;

    [SetUp]
    public async Task ReadTree()
    {
        tree = new SampleTree();
        tree.Write("packages/core/libc/Buildrules", StageTrial.Rules() + "compile: |\n  false\n");
        graph = StageGraph.Plan(await tree.ReadWithoutFaultAsync(), SampleTree.Host, [], new DiagnosticBag());
    }

    [TearDown]
    public void RemoveTree() => tree.Dispose();

    [Test]
    public void Each_way_to_end_has_its_line()
    {
        var lines = Told(BuildService.None, explain: true, reporter =>
        {
            reporter.Tell(Outcome("prep", StageStatus.Ran, "variable CFLAGS"));
            reporter.Tell(Outcome("prep", StageStatus.Ran, "told already"));
            reporter.Tell(new(Stage("fetch"), StageStatus.UpToDate, "nothing changed"));
            reporter.Tell(Outcome("package", StageStatus.Pulled, "it is upstream"));
            reporter.Tell(new(Stage("install"), StageStatus.Blocked, "") { Culprit = Stage("compile") });
        });
        Assert.That(lines, Is.EqualTo(
            """
            core/libc:prep: ran in 2.5 s: variable CFLAGS
            core/libc:fetch: up to date: nothing changed
            core/libc:package: pulled in 2.5 s: it is upstream
            core/libc:install: not run: core/libc:compile failed

            """));
    }

    [Test]
    public void A_failure_is_told_with_the_end_of_its_log_and_where_that_is()
    {
        WriteLog("one\n\e[31mtwo\e[0m\n\athree\n");
        var lines = Told(BuildService.None, explain: false, reporter =>
        {
            reporter.Tell(Outcome("compile", StageStatus.Failed, "", new AimeeException("core/libc:compile failed with exit code 1.")));
            reporter.Tell(Outcome("prep", StageStatus.Ran, "it is new"));
            reporter.Summarize();
        });
        Assert.That(lines, Does.Match(
            """
            ^core/libc:compile: failed in 2.5 s: exit code 1.
            core/libc:prep: ran in 2.5 s

            core/libc:compile failed with exit code 1.
                one
                \[31mtwo\[0m
                three
            The whole log: tmp/core/libc/log/compile.log

            1 ran, 1 failed in \d+\.\d s
            $
            """));
    }

    [Test]
    public void A_stage_that_is_needed_after_its_join_is_told_of_again()
    {
        var lines = Told(BuildService.None, explain: false, reporter =>
        {
            reporter.Tell(new(Stage("fetch"), StageStatus.Known, ""));
            reporter.Tell(new(Stage("prep"), StageStatus.Known, ""));
            reporter.Ended(Outcome("prep", StageStatus.Ran, ""));
            reporter.Tell(Outcome("compile", StageStatus.Ran, ""));
            reporter.Summarize();
        });
        Assert.That(lines, Does.Match(
            """
            ^core/libc:fetch: not needed
            core/libc:prep: not needed
            core/libc:prep: ran in 2.5 s
            core/libc:compile: ran in 2.5 s

            2 ran, 1 not needed in \d+\.\d s
            $
            """));
    }

    [Test]
    public void A_failure_that_does_not_name_its_stage_gets_the_name()
    {
        var lines = Told(BuildService.None, explain: false, reporter =>
        {
            reporter.Tell(Outcome("install", StageStatus.Failed, "", new IOException("No space left on device")));
            reporter.Summarize();
        });
        Assert.That(lines, Does.StartWith("core/libc:install: failed in 2.5 s: No space left on device\n\ncore/libc:install: No space left on device\n"));
    }

    [Test]
    public void What_a_failure_tells_by_itself_is_not_told_twice()
    {
        WriteLog("the log\n");
        var error = new AimeeException([new Diagnostic("AIM0171", Severity.Error, "core/libc:compile failed with exit code 1.\n    the log", new SourceLocation("packages/core/libc/Buildrules", 5))]);
        var lines = Told(BuildService.None, explain: false, reporter =>
        {
            reporter.Tell(Outcome("compile", StageStatus.Failed, "", error));
            reporter.Summarize();
        });
        Assert.That(lines.Split('\n').Count(line => line.Contains("the log", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(lines, Does.Contain("packages/core/libc/Buildrules:5: error AIM0171: core/libc:compile failed").And.Contain("The whole log: tmp/core/libc/log/compile.log"));
    }

    [Test]
    public void GitHub_folds_logs_marks_the_rules_and_obeys_no_log()
    {
        WriteLog("::error::not ours\n");
        var lines = Told(BuildService.GitHub, explain: false, reporter =>
        {
            reporter.Tell(Outcome("compile", StageStatus.Ran, ""));
            reporter.Tell(Outcome("package", StageStatus.Failed, "", new AimeeException("core/libc:package failed, 50%.")));
        });
        Assert.That(lines, Does.Match(
            """
            ^core/libc:compile: ran in 2.5 s
            ::group::core/libc:compile: log
            ::stop-commands::([0-9a-f]{32})
            ::error::not ours
            ::\1::
            ::endgroup::
            core/libc:package: failed in 2.5 s: failed, 50%.
            ::error file=packages/core/libc/Buildrules,line=1,col=1,title=AIM0171::core/libc:package failed, 50%25.
            $
            """));
    }

    [Test]
    public void GitLab_folds_logs()
    {
        WriteLog("a line\n");
        var lines = Told(BuildService.GitLab, explain: false, reporter => reporter.Tell(Outcome("compile", StageStatus.Ran, "")));
        Assert.That(lines, Does.Match(
            "^core/libc:compile: ran in 2.5 s\n\e\\[0Ksection_start:\\d+:core_libc_compile__log\\[collapsed=true\\]\r\e\\[0Kcore/libc:compile: log\na line\n\e\\[0Ksection_end:\\d+:core_libc_compile__log\r\e\\[0K\n$"));
    }

    [Test]
    public void Jenkins_reads_failures_as_compilers_say_them()
    {
        WriteLog("a line\n");
        var lines = Told(BuildService.Jenkins, explain: false, reporter =>
            reporter.Tell(Outcome("compile", StageStatus.Failed, "", new AimeeException("core/libc:compile failed with exit code 1."))));
        Assert.That(lines, Is.EqualTo(
            """
            core/libc:compile: failed in 2.5 s: exit code 1.
            packages/core/libc/Buildrules:1:1: error: core/libc:compile failed with exit code 1. [AIM0171]

            """));
    }

    [Test]
    public void GitLab_finds_failures_in_a_report()
    {
        var files = new BuildReportFiles(Path.Combine(tree.Path, "tmp"));
        var page = new BuildPage(BuildService.GitLab, TextWriter.Null);
        new StageReporter(TextWriter.Null, TextWriter.Null, page, new LogTail(graph.Tree), explain: false)
            .Tell(Outcome("compile", StageStatus.Failed, "", new AimeeException("core/libc:compile failed with exit code 1.")));
        page.WriteReport(files);
        var fault = JsonNode.Parse(File.ReadAllText(files.Quality))!.AsArray().Single()!;
        Assert.That(
            $"{fault["location"]!["path"]}:{fault["location"]!["lines"]!["begin"]} {fault["severity"]} {fault["check_name"]} {fault["description"]}",
            Is.EqualTo("packages/core/libc/Buildrules:1 major AIM0171 core/libc:compile failed with exit code 1."));

        new BuildPage(BuildService.GitLab, TextWriter.Null).WriteReport(files);
        Assert.That(File.ReadAllText(files.Quality), Is.EqualTo("[]\n"), "the failures of an earlier build");
    }

    [TestCase("GITHUB_ACTIONS", "GitHub")]
    [TestCase("GITLAB_CI", "GitLab")]
    [TestCase("JENKINS_URL", "Jenkins")]
    [TestCase("CI", "None")]
    public void Build_services_are_known_by_what_they_set(string variable, string service) => Assert.That(
        BuildPage.Detect(name => name == variable ? "true" : null).ToString(), Is.EqualTo(service));

    [Test]
    public void The_live_view_shows_what_runs_and_how_much_is_left()
    {
        var reporter = Reporter(BuildService.None, explain: false, TextWriter.Null);
        reporter.Total = 5;
        reporter.Queued(Stage("prep"));
        reporter.Started(Stage("compile"), new StageSlot(0));
        reporter.Output(Stage("compile"), new ProcessLine("\e[2J making", IsError: false));
        reporter.Ended(new(Stage("fetch"), StageStatus.UpToDate, ""));
        var lines = reporter.LiveLines();
        Assert.That(lines[0], Does.Match(@"^core/libc:compile  \d\.\d s  .* making$"));
        Assert.That(lines[1], Does.Match(@"^1 of 5 done, 1 running, 1 ready, 2 waiting, \d\.\d s$"));
        Assert.That(LiveView.Printable(lines[0]), Does.Not.Contain("\e"));
    }

    private StageNode Stage(string name) => graph.Find($"core/libc:{name}")!;

    private StageOutcome Outcome(string stage, StageStatus status, string reason, Exception? error = null) =>
        new(Stage(stage), status, reason) { Started = Start, Ended = Start.AddSeconds(2.5), Error = error };

    private void WriteLog(string text) => tree.Write("tmp/core/libc/log/compile.log", text);

    private StageReporter Reporter(BuildService service, bool explain, TextWriter output) =>
        new(output, output, new BuildPage(service, output), new LogTail(graph.Tree), explain);

    private string Told(BuildService service, bool explain, Action<StageReporter> tell)
    {
        using var output = new StringWriter { NewLine = "\n" };
        tell(Reporter(service, explain, output));
        return output.ToString();
    }
}
