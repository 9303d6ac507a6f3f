using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages;
using Cake.Aimee.Stages.Reports;
using Cake.Aimee.Stages.Scheduling;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tests.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Reports;

internal sealed class BuildReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StageGraph graph = StageGraphs.Of("core/libc", "core/zlib: core/libc", "core/app: core/zlib");

    [Test]
    public void The_critical_path_is_the_longest_way_by_time_through_stages_that_had_nothing_to_do_too()
    {
        var report = Report(
            Ran("core/libc:compile", 0, 40, 0), Ran("core/libc:package", 40, 41, 0), Idle("core/libc:install"), Ran("core/zlib:fetch", 0, 30, null),
            Ran("core/zlib:prep", 41, 43, 1), Ran("core/zlib:compile", 43, 50, 1), Ran("core/app:fetch", 0, 45, null));
        Assert.That(
            report.CriticalPath.Select(stage => stage.Id),
            Is.EqualTo(["core/libc:compile", "core/libc:package", "core/zlib:prep", "core/zlib:compile"]));
    }

    [Test]
    public void What_runs_beside_the_slots_gets_lanes_after_them() => Assert.That(
        Report(Ran("core/libc:fetch", 0, 5, null), Ran("core/zlib:fetch", 1, 3, null), Ran("core/app:fetch", 4, 6, null), Ran("core/libc:prep", 5, 6, 1))
            .Stages.Select(stage => $"{stage.Id} {stage.Lane}"),
        Is.EqualTo(["core/libc:fetch 2", "core/zlib:fetch 3", "core/app:fetch 3", "core/libc:prep 1"]));

    [Test]
    public void Programs_read_the_report_as_json()
    {
        using var directory = new TemporaryDirectory();
        var files = new BuildReportFiles(Path.Combine(directory.Path, "tmp"));
        files.Write(Broken());
        var json = JsonNode.Parse(File.ReadAllText(files.Json))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(json["started"]!.ToString(), Is.EqualTo("2026-05-01T12:00:00.000Z"));
            Assert.That(json["seconds"]!.GetValue<double>(), Is.EqualTo(60));
            Assert.That(json["totals"]!.ToJsonString(), Is.EqualTo("""{"ran":1,"upToDate":1,"failed":1,"blocked":1}"""));
            Assert.That(json["criticalPath"]!.ToJsonString(), Is.EqualTo("""{"seconds":9.5,"stages":["core/libc:prep","core/libc:compile"]}"""));
            Assert.That(json["stages"]!.AsArray().Select(stage => stage!.ToJsonString()), Does.Contain(
                """{"id":"core/libc:compile","package":"core/libc","stage":"compile","status":"failed","reason":"new","started":"2026-05-01T12:00:02.000Z","ended":"2026-05-01T12:00:09.500Z","seconds":7.5,"lane":0,"log":"core/libc/log/compile.log","error":"exit 2: \u003C/script\u003E"}""")
                .And.Contain("""{"id":"core/zlib:prep","package":"core/zlib","stage":"prep","status":"blocked","reason":"","culprit":"core/libc:compile"}"""));
            Assert.That(Directory.GetFiles(files.Directory).Select(Path.GetFileName), Is.EquivalentTo(["build-report.json", "build-report.html"]));
        }
    }

    [Test]
    public void No_text_of_a_tool_ends_the_pages_script()
    {
        using var directory = new TemporaryDirectory();
        var files = new BuildReportFiles(directory.Path);
        files.Write(Broken());
        var page = File.ReadAllText(files.Html);
        Assert.That(page.Split("</script>"), Has.Length.EqualTo(2));
        Assert.That(page, Does.Contain("core/libc/log/compile.log").And.Not.Contain("http"));
    }

    [Test]
    public void A_build_without_stages_has_a_report()
    {
        using var directory = new TemporaryDirectory();
        new BuildReportFiles(directory.Path).Write(Report());
        Assert.That(Report().CriticalPath, Is.Empty);
    }

    [Test]
    public void A_build_that_is_watched_is_reported_with_slots_and_logs()
    {
        using var directory = new TemporaryDirectory();
        var config = new Config { Paths = new TreePaths().Under(directory.Path) };
        directory.Write("tmp/core/libc/log/compile.log", "x");
        var recorder = new BuildRecorder(config, 2, TimeProvider.System);
        var (compile, fetch) = (graph.Find("core/libc:compile")!, graph.Find("core/libc:fetch")!);
        recorder.Started(fetch, new StageSlot(null));
        recorder.Started(compile, new StageSlot(1));
        recorder.Ended(Ran("core/libc:fetch", 0, 1, null).Outcome);
        recorder.Ended(Ran("core/libc:compile", 1, 2, null).Outcome);
        Assert.That(
            recorder.ToReport().Stages.Select(stage => $"{stage.Id} {stage.Lane} {stage.Log}"),
            Is.EqualTo(["core/libc:fetch 2 ", "core/libc:compile 1 core/libc/log/compile.log"]));
    }

    private BuildReport Broken() => Report(
        Ran("core/libc:prep", 0, 2, 0),
        (new(graph.Find("core/libc:compile")!, StageStatus.Failed, "new")
        {
            Started = Start.AddSeconds(2), Ended = Start.AddSeconds(9.5), Error = new AimeeException("exit 2: </script>"),
        }, 0),
        Idle("core/libc:fetch"),
        (new(graph.Find("core/zlib:prep")!, StageStatus.Blocked, "") { Culprit = graph.Find("core/libc:compile") }, null));

    private (StageOutcome Outcome, int? Slot) Ran(string id, double from, double to, int? slot) =>
        (new(graph.Find(id)!, StageStatus.Ran, "") { Started = Start.AddSeconds(from), Ended = Start.AddSeconds(to) }, slot);

    private (StageOutcome Outcome, int? Slot) Idle(string id) => (new(graph.Find(id)!, StageStatus.UpToDate, ""), null);

    private static BuildReport Report(params (StageOutcome Outcome, int? Slot)[] stages) => BuildReport.Of(
        Start, Start.AddMinutes(1), 2, stages.Select(stage => stage.Outcome),
        node => stages.Single(stage => stage.Outcome.Node == node).Slot,
        node => node.Stage == "compile" ? string.Create(CultureInfo.InvariantCulture, $"{node.Package.Id}/log/{node.Stage}.log") : null);
}
