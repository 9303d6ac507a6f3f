using Cake.Cli;
using Cake.Core;
using Cake.Core.Diagnostics;
using Spectre.Console;

namespace Cake.Aimee.Dsl;

/// <summary>
/// Cake's own headings and report, less the stages for which there was nothing to do: they have no heading, and share
/// one line of the report. For hosts; under <c>dotnet cake</c> Cake prints by itself.
/// </summary>
/// <param name="console">Where to.</param>
/// <param name="runtime">Knows which tasks are stages.</param>
public sealed class TaskPrinter(IAnsiConsole console, AimeeRuntime runtime) : ICakeReportPrinter
{
    private readonly CakeSpectreReportPrinter printer = new(console);

    /// <inheritdoc/>
    public void Write(CakeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        runtime.Heading.Drop();
        printer.Write(WithoutIdle(report));
    }

    /// <inheritdoc/>
    public void WriteStep(string name, Verbosity verbosity)
    {
        if (runtime.IsPlainStage(name))
        {
            runtime.Heading.Hold(name, () => printer.WriteStep(name, verbosity));
            return;
        }

        runtime.Heading.Drop();
        printer.WriteStep(name, verbosity);
    }

    /// <inheritdoc/>
    public void WriteLifeCycleStep(string name, Verbosity verbosity) => printer.WriteLifeCycleStep(name, verbosity);

    /// <inheritdoc/>
    public void WriteSkippedStep(string name, Verbosity verbosity) => printer.WriteSkippedStep(name, verbosity);

    private CakeReport WithoutIdle(CakeReport report)
    {
        var shown = new CakeReport();
        var (count, time) = (0, TimeSpan.Zero);
        foreach (var entry in report)
        {
            if (entry.ExecutionStatus == CakeTaskExecutionStatus.Executed && runtime.Heading.IsIdle(entry.TaskName))
            {
                count++;
                time += entry.Duration;
                continue;
            }

            shown.Add(entry.TaskName, entry.SkippedMessage, entry.Category, entry.Duration, entry.ExecutionStatus);
        }

        if (count > 0)
        {
            shown.Add(count == 1 ? "1 task with nothing to do" : $"{count} tasks with nothing to do", CakeReportEntryCategory.Task, time);
        }

        return shown;
    }
}
