using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>Prints headings, from the verbosity on from which Cake's own printer does, as lines of a log.</summary>
internal sealed class HeadingLog(ICakeLog log) : ICakeReportPrinter
{
    /// <summary>How a task's heading stands in the log.</summary>
    public static string Of(string task) => $"== {task} ==";

    public void Write(CakeReport report)
    {
    }

    public void WriteStep(string name, Verbosity verbosity)
    {
        if (verbosity >= Verbosity.Normal)
        {
            log.Write(Verbosity.Quiet, LogLevel.Information, Of(name));
        }
    }

    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
    }

    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
    }
}
