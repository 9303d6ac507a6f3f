using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

internal sealed class CriticalPathTests
{
    private static readonly DateTimeOffset Midnight = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly StageGraph graph = StageGraphs.Of("core/app: core/libc core/zlib", "core/libc", "core/zlib");

    [Test]
    public void The_chain_goes_from_the_last_stage_back_over_what_each_waited_for()
    {
        var path = CriticalPath.Of(
        [
            Ran("core/libc:compile", 0, 5), Ran("core/zlib:compile", 0, 20), Ran("core/zlib:package", 20, 21),
            new(graph.Find("core/zlib:install")!, StageStatus.UpToDate, ""),
            Ran("core/app:prep", 24, 30), Ran("core/app:compile", 30, 40), Ran("core/libc:package", 5, 35),
        ]);

        Assert.That(path.Select(step => $"{step.Outcome.Node} {step.Waited.TotalSeconds}"), Is.EqualTo(new[]
        {
            "core/zlib:compile 0", "core/zlib:package 0", "core/app:prep 3", "core/app:compile 0",
        }));
    }

    [Test]
    public void Where_nothing_was_to_do_there_is_no_chain() =>
        Assert.That(CriticalPath.Of([new(graph.Nodes[0], StageStatus.UpToDate, "")]), Is.Empty);

    private StageOutcome Ran(string id, int started, int ended) => new(graph.Find(id)!, StageStatus.Ran, "")
    {
        Started = Midnight.AddSeconds(started),
        Ended = Midnight.AddSeconds(ended),
    };
}
