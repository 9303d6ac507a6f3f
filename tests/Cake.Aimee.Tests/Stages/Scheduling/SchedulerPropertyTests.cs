namespace Cake.Aimee.Tests.Stages.Scheduling;

internal sealed class SchedulerPropertyTests
{
    [Test]
    public async Task Whatever_the_graph_the_gates_and_the_failures_every_join_returns_and_every_rule_is_kept()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            await using var build = new RandomBuild(seed);
            await build.RunAsync();
        }
    }
}
