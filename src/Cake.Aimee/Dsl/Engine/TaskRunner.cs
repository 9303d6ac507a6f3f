using System.Diagnostics;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Dsl;

/// <summary>Runs one task after another: criteria, setup, the work and its handlers, teardown, the report's line.</summary>
internal sealed class TaskRunner(
    IndexedEngine engine,
    CakeEngineActions actions,
    ICakeLog log,
    ICakeContext context,
    IExecutionStrategy strategy,
    CakeReport report)
{
    private readonly Stopwatch watch = new();

    /// <summary>Runs a task, or skips it when one of its criteria says so.</summary>
    /// <exception cref="CakeException">A criterion refuses a task that was named as a target.</exception>
    public async Task RunAsync(CakeTask task, bool isTarget)
    {
        var refusal = task.Criterias.FirstOrDefault(criteria => !criteria.Predicate(context));
        if (refusal is null)
        {
            await ExecuteAsync(task).ConfigureAwait(false);
        }
        else if (isTarget)
        {
            // Whoever names a task wants it run: a skipped target is a failure.
            throw new CakeException(string.IsNullOrWhiteSpace(refusal.Message)
                ? $"Target '{task.Name}' did not run: its criteria are not met."
                : $"Target '{task.Name}' did not run: its criteria are not met ({refusal.Message}).");
        }
        else
        {
            Skip(task, refusal);
        }
    }

    private void Skip(CakeTask task, CakeTaskCriteria refusal)
    {
        refusal.CausedSkippingOfTask = true;
        SetUp(task, skipped: true);
        strategy.Skip(task, refusal);
        TearDown(task, TimeSpan.Zero, skipped: true, failure: null);
        report.AddSkipped(task.Name, refusal.Message);
    }

    private async Task ExecuteAsync(CakeTask task)
    {
        watch.Restart();
        SetUp(task, skipped: false);
        Exception? failure = null;
        try
        {
            await strategy.ExecuteAsync(task, context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
            log.Error("Task '{0}' failed.", task.Name);
            if (!await HandleAsync(task, exception).ConfigureAwait(false))
            {
                throw;
            }
        }
        finally
        {
            if (task.FinallyHandler is { } last)
            {
                await strategy.InvokeFinallyAsync(last, context).ConfigureAwait(false);
            }

            TearDown(task, watch.Elapsed, skipped: false, failure);
            log.Verbose("Completed in {0}", watch.Elapsed);
            Report(task, failure);
        }
    }

    private async Task<bool> HandleAsync(CakeTask task, Exception failure)
    {
        if (task.ErrorReporter is { } reporter)
        {
            try
            {
                await strategy.ReportErrorsAsync(reporter, failure).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // What reports a failure does not replace it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                log.Verbose("The error reporter of task '{0}' failed: {1}", task.Name, exception.Message);
            }
        }

        if (task.ErrorHandler is not { } handler)
        {
            return false;
        }

        try
        {
            await strategy.HandleErrorsAsync(handler, failure, context).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception != failure)
        {
            // The handler's own failure ends the run: what it was called for is told here, or not at all.
            log.Error("Error: {0}", failure.Message);
            throw;
        }
    }

    private void Report(CakeTask task, Exception? failure)
    {
        if (task.Actions.Count == 0)
        {
            report.AddDelegated(task.Name, watch.Elapsed);
        }
        else if (failure is null)
        {
            report.Add(task.Name, CakeReportEntryCategory.Task, watch.Elapsed);
        }
        else
        {
            report.AddFailed(task.Name, watch.Elapsed);
        }
    }

    private void SetUp(CakeTask task, bool skipped)
    {
        var setup = new TaskSetupContext(context, task);
        engine.Raise(new BeforeTaskSetupEventArgs(setup));
        try
        {
            if (actions.TaskSetup is { } action)
            {
                strategy.PerformTaskSetup(action, setup);
            }
        }
        catch (Exception exception)
        {
            TearDown(task, TimeSpan.Zero, skipped, exception);
            throw;
        }
        finally
        {
            engine.Raise(new AfterTaskSetupEventArgs(setup));
        }
    }

    private void TearDown(CakeTask task, TimeSpan duration, bool skipped, Exception? failure)
    {
        var teardown = new TaskTeardownContext(context, task, duration, skipped, failure);
        engine.Raise(new BeforeTaskTeardownEventArgs(teardown));
        try
        {
            if (actions.TaskTeardown is { } action)
            {
                strategy.PerformTaskTeardown(action, teardown);
            }
        }
        catch (Exception exception)
        {
            log.Error("The task teardown of '{0}' failed: {1}", task.Name, exception);
            // The first failure is the one that ends the run.
            if (failure is null)
            {
                throw;
            }
        }
        finally
        {
            engine.Raise(new AfterTaskTeardownEventArgs(teardown));
        }
    }
}
