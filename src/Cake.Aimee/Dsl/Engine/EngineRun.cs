using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Dsl;

/// <summary>One run of an engine: setup, the tasks in their order, teardown.</summary>
internal sealed class EngineRun(
    IndexedEngine engine,
    CakeEngineActions actions,
    ICakeLog log,
    ICakeContext context,
    IExecutionStrategy strategy)
{
    private readonly Stopwatch watch = new();
    private readonly CakeReport report = new();

    public async Task<CakeReport> RunAsync(TaskGraph graph, IReadOnlyList<string> targets, ExecutionSettings settings)
    {
        Exception? failure = null;
        try
        {
            await RunTargetsAsync(graph, targets, settings).ConfigureAwait(false);
            return report;
        }
        catch (Exception exception)
        {
            failure = exception;
            throw new CakeReportException(report, exception.Message, exception);
        }
        finally
        {
            TearDown(failure);
        }
    }

    /// <summary>All targets in one pass, or one pass for each; the setup belongs to the first pass.</summary>
    private async Task RunTargetsAsync(TaskGraph graph, IReadOnlyList<string> targets, ExecutionSettings settings)
    {
        string[][] passes = settings.UnifiedDependencyGraphForMultipleTargets
            ? [[.. targets]]
            : [.. targets.Select(target => new[] { target })];
        var runner = new TaskRunner(engine, actions, log, context, strategy, report);
        foreach (var pass in passes)
        {
            var order = graph.Order(pass);
            var named = new HashSet<string>(pass, StringComparer.OrdinalIgnoreCase);
            if (pass == passes[0])
            {
                SetUp(order.First(task => task.Name.Equals(pass[0], StringComparison.OrdinalIgnoreCase)), order);
            }

            foreach (var task in order.Where(task => !settings.Exclusive || named.Contains(task.Name)))
            {
                await runner.RunAsync(task, named.Contains(task.Name)).ConfigureAwait(false);
            }
        }
    }

    private void SetUp(CakeTask target, CakeTask[] order)
    {
        watch.Restart();
        engine.Raise(new BeforeSetupEventArgs(context));
        try
        {
            foreach (var setup in actions.Setups)
            {
                strategy.PerformSetup(setup, new SetupContext(context, target, order));
            }

            if (actions.Setups.Count > 0)
            {
                report.Add("Setup", CakeReportEntryCategory.Setup, watch.Elapsed);
            }
        }
        finally
        {
            engine.Raise(new AfterSetupEventArgs(context));
        }
    }

    private void TearDown(Exception? failure)
    {
        watch.Restart();
        var teardown = new TeardownContext(context, failure);
        engine.Raise(new BeforeTeardownEventArgs(teardown));
        try
        {
            if (actions.Teardowns.Count > 0)
            {
                var failures = TearDownAll(teardown);
                report.Add("Teardown", CakeReportEntryCategory.Teardown, watch.Elapsed);
                Conclude(failures, failure);
            }
        }
        finally
        {
            engine.Raise(new AfterTeardownEventArgs(teardown));
        }
    }

    private List<Exception> TearDownAll(TeardownContext teardown)
    {
        var failures = new List<Exception>();
        foreach (var action in actions.Teardowns)
        {
            try
            {
                strategy.PerformTeardown(action, teardown);
            }
#pragma warning disable CA1031 // The other teardowns run all the same; the failures are thrown after them.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures.Add(exception);
            }
        }

        return failures;
    }

    /// <summary>The first failure ends the run: a teardown's is only logged when there was one before it.</summary>
    private void Conclude(List<Exception> failures, Exception? earlier)
    {
        foreach (var failure in failures)
        {
            log.Error("A teardown failed: {0}", failure);
        }

        if (earlier is not null || failures.Count == 0)
        {
            return;
        }

        if (failures.Count == 1)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }

        throw new AggregateException("Several teardowns failed.", failures);
    }
}
