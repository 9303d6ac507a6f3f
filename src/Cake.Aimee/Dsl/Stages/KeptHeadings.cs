using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Dsl;

/// <summary>
/// Under <c>dotnet cake</c> what <see cref="TaskPrinter"/> does in hosts: a stage's heading is kept back until there
/// is something to stand under it. Cake prints headings by itself, from a verbosity on: the log is taken below that
/// from the end of a task's setup to its first action, and between those two nobody but Cake has anything to say.
/// </summary>
internal sealed class KeptHeadings
{
    private readonly ICakeLog log;
    private readonly ICakeReportPrinter printer;
    private readonly TaskHeading heading;
    private bool isLowered;

    private KeptHeadings(ICakeLog log, ICakeReportPrinter printer, TaskHeading heading) =>
        (this.log, this.printer, this.heading) = (log, printer, heading);

    /// <summary>Begins with a run; null when the headings are in other hands.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="context">Cake's context.</param>
    /// <param name="heading">The heading of the task at hand.</param>
    /// <param name="isKept">Whether a task's heading is to be kept back. In a dry run none is: its list is printed from the same place.</param>
    public static KeptHeadings? Of(ICakeEngine engine, ICakeContext context, TaskHeading heading, Func<string, bool> isKept)
    {
        if (engine is IndexedEngine || context.ServiceProvider?.GetService(typeof(ICakeReportPrinter)) is not ICakeReportPrinter printer)
        {
            return null;
        }

        var headings = new KeptHeadings(context.Log, printer, heading);
        engine.AfterTaskSetup += (_, setup) => headings.Begin(setup.TaskSetupContext.Task.Name, isKept);
        // A task that is skipped, or whose setup failed, has no first action.
        engine.BeforeTaskTeardown += (_, _) => headings.Restore();
        engine.BeforeTeardown += (_, _) => headings.Restore();
        return headings;
    }

    /// <summary>A task's first action begins: from here on all is printed.</summary>
    public void Restore()
    {
        if (isLowered)
        {
            isLowered = false;
            log.Verbosity = Verbosity.Normal;
        }
    }

    private void Begin(string task, Func<string, bool> isKept)
    {
        heading.Drop();
        // Below there are no headings; above, the user wants all that there is.
        if (log.Verbosity == Verbosity.Normal && isKept(task))
        {
            heading.Hold(task, () => printer.WriteStep(task, Verbosity.Normal));
            isLowered = true;
            log.Verbosity = Verbosity.Minimal;
        }
    }
}
