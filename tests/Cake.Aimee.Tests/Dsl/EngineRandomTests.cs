using Cake.Core;

namespace Cake.Aimee.Tests.Dsl;

public sealed class EngineRandomTests
{
    private const int Seeds = 2000;

    [Test]
    public async Task Both_engines_do_the_same_with_whatever_comes()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var scenario = new RandomScenario(seed);
            var cakes = await EngineTrial.RecordAsync<CakeEngine>(scenario.Arrange, scenario.Settings());
            var ours = await EngineTrial.RecordAsync<Aimee.Dsl.IndexedEngine>(scenario.Arrange, scenario.Settings());
            Assert.That(string.Join('\n', ours), Is.EqualTo(string.Join('\n', cakes)), $"seed {seed}");
        }
    }

    [Test]
    public async Task What_comes_is_all_there_is()
    {
        string[] needed =
        [
            "report: Task .* Executed", "report: Task .* Failed", "report: Task .* Skipped", "report: Task .* Delegated",
            "report: Setup", "report: Teardown", "thrown: CakeException", "thrown: CakeReportException", "thrown:   scenario",
            "thrown: AggregateException", "thrown:   AggregateException", "thrown: scenario", "thrown:   CakeException",
            "handles", "reports", "criteria of .*: False", "skipped: True",
        ];
        var records = new List<string>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var scenario = new RandomScenario(seed);
            records.AddRange(await EngineTrial.RecordAsync<Aimee.Dsl.IndexedEngine>(scenario.Arrange, scenario.Settings()));
        }

        foreach (var pattern in needed)
        {
            Assert.That(records, Has.Some.Match(pattern));
        }
    }
}
