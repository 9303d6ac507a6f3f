using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>
/// A random build, run as Cake runs it: tasks in a legal order, some with criteria, some with error handlers, stages
/// that end in random order. All rules are checked on the way. The same seed is the same build.
/// </summary>
internal sealed class RandomBuild : IAsyncDisposable
{
    private readonly Random random;
    private readonly int seed;
    private readonly StageGraph graph;
    private readonly ImmutableArray<StageNode> targets;
    private readonly ImmutableArray<StageNode> tasks;
    private readonly HashSet<StageNode> gated;
    private readonly HashSet<StageNode> skipped;
    private readonly HashSet<StageNode> handled;
    private readonly HashSet<StageNode> failing;
    private readonly HashSet<StageNode> downloads;
    private readonly Dictionary<StageNode, StageDecision> decisions = [];
    private readonly Dictionary<StageNode, ImmutableArray<StageNode>> identities = [];
    private readonly HashSet<StageNode> joined = [];
    private readonly HashSet<StageNode> thrown = [];
    private readonly HashSet<StageNode> ran = [];
    private readonly HashSet<StageNode> failed = [];
    private readonly HashSet<int> slots = [];
    private readonly Dictionary<StageNode, StageSlot?> running = [];
    private readonly SchedulingOptions options;
    private readonly ScriptedWork work = new();
    private readonly StageScheduler scheduler;

    public RandomBuild(int seed)
    {
        this.seed = seed;
        random = new Random(seed);
        graph = StageGraphs.Of(RandomPackages(random, 6));
        targets = [.. graph.Nodes.Where(_ => random.Next(graph.Nodes.Length) < 3).DefaultIfEmpty(graph.Nodes[^1]).OrderBy(_ => random.Next())];
        tasks = graph.Closure(targets);
        (gated, handled, failing, downloads) = (Some(), Some(), Some(), Some());
        if (random.Next(3) == 0)
        {
            handled.UnionWith(failing);
        }

        skipped = [.. gated.Where(_ => random.Next(3) == 0)];
        var known = random.Next(3);
        foreach (var node in tasks)
        {
            decisions[node] = random.Next(3) < known ? (StageDecision)random.Next(4) : StageDecision.Run;
            var before = graph.Closure([node])[..^1];
            identities[node] = random.Next(2) == 0 ? [] : [.. before.Where(_ => random.Next(4) == 0)];
        }

        options = new()
        {
            Jobs = random.Next(1, 5),
            Downloads = random.Next(1, 3),
            KeepGoing = random.Next(2) == 0,
            Gated = gated,
            ErrorHandled = handled,
            Launch = start => start(),
        };
        (work.Identity, work.Slot, work.Begin, work.Decision) = (node => identities[node], node => !downloads.Contains(node), Begin, Decide);
        scheduler = new StageScheduler(graph, work, options);
    }

    /// <summary>Some packages, each of which may need those before it.</summary>
    public static IEnumerable<(string Id, string[] Needs)> RandomPackages(Random random, int most) =>
        [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(number => ($"c/p{number}", RandomNeeds(random, number)))];

    public async Task RunAsync()
    {
        scheduler.Start(tasks, targets);
        var isWhole = true;
        foreach (var node in tasks.Where(node => !skipped.Contains(node)))
        {
            EndSome(random.Next(3));
            if (!await JoinAsync(node))
            {
                isWhole = false;
                break;
            }
        }

        Check(isWhole || failed.Except(handled).Any(), "a build fails though all that failed is handled");
        Check(!isWhole || !failed.Except(handled).Any(IsNeeded), "a build succeeds though a stage failed");
        Check(!isWhole || targets.All(IsOver), "a target is not over");
        await scheduler.StopAsync();
        Check(work.Running.Count == 0, "something runs after the end");
    }

    public ValueTask DisposeAsync() => scheduler.DisposeAsync();

    private static string[] RandomNeeds(Random random, int number) =>
        [.. Enumerable.Range(0, number).Where(_ => random.Next(3) == 0).Select(need => $"c/p{need}")];

    /// <summary>None of the stages in every other build, else a random share of them.</summary>
    private HashSet<StageNode> Some()
    {
        var share = random.Next(2) == 0 ? 0 : random.Next(1, 50);
        return [.. graph.Nodes.Where(_ => random.Next(100) < share)];
    }

    private async Task<bool> JoinAsync(StageNode node)
    {
        joined.Add(node);
        var join = scheduler.JoinAsync(node, CancellationToken.None);
        while (scheduler.JoinsAtHand > 0)
        {
            Check(work.Running.Count > 0, $"the join of {node} waits for ever");
            EndSome(1);
        }

        try
        {
            var outcome = await join;
            Check(outcome.Node == node, "the outcome is another stage's");
            Check(!targets.Contains(node) || outcome.Status != StageStatus.Known, "a target is not here");
            return true;
        }
        catch (AimeeException exception)
        {
            Check(failed.Any(culprit => exception.Message.Contains(culprit.Id, StringComparison.Ordinal)), "the culprit is not named");
            Check(handled.Contains(node) || !options.KeepGoing || work.Running.Count == 0, "the build fails before all else has ended");
            thrown.Add(node);
            return handled.Contains(node);
        }
    }

    private void EndSome(int count)
    {
        for (; count > 0 && work.Running.Count > 0; count--)
        {
            var node = work.Running.ElementAt(random.Next(work.Running.Count));
            running.Remove(node, out var slot);
            if (slot?.Number is { } number)
            {
                slots.Remove(number);
            }

            if (slot is null)
            {
                work.End(node, random.Next(2) == 0);
            }
            else if (failing.Contains(node))
            {
                failed.Add(node);
                work.Fail(node, new AimeeException($"{node} is broken"));
            }
            else
            {
                work.End(node);
            }
        }
    }

    private StageDecision Decide(StageNode node)
    {
        CheckGate(node);
        Check(identities[node].All(IsKnown), $"{node} is decided before all is known");
        return decisions[node];
    }

    private void Begin(StageNode node, StageSlot? slot)
    {
        CheckGate(node);
        running.Add(node, slot);
        if (slot is null)
        {
            return;
        }

        Check(ran.Add(node), $"{node} runs twice");
        Check(node.Dependencies.All(IsOver), $"{node} runs before all that it needs is over");
        Check(slot.Value.Number is not { } number || (number < options.Jobs && slots.Add(number)), $"{node} has a slot that is taken");
        Check(running.Count(entry => entry.Value is not { Number: not null }) <= options.Downloads, "too many downloads");
    }

    private void CheckGate(StageNode node) =>
        Check(!gated.Contains(node) || joined.Contains(node), $"{node} starts before its gate is open");

    private bool IsOver(StageNode node) =>
        skipped.Contains(node)
        || (scheduler.Outcomes.FirstOrDefault(outcome => outcome.Node == node) is { } outcome
            && (outcome.Status is StageStatus.Ran or StageStatus.UpToDate or StageStatus.Pulled || thrown.Contains(node)));

    /// <summary>Whether no error handler stands between a stage and a target.</summary>
    private bool IsNeeded(StageNode node) => joined.Contains(node) && targets.Contains(node);

    private bool IsKnown(StageNode node) => IsOver(node) || decisions[node] is StageDecision.Known or StageDecision.RunWhenNeeded;

    private void Check(bool condition, string message) => Assert.That(condition, Is.True, $"Seed {seed}: {message}.");
}
