using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Reports;
using Cake.Aimee.Stages.Scheduling;
using Cake.Aimee.Tree;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Dsl;

/// <content>The stages of the tree.</content>
public sealed partial class AimeeRuntime
{
    private static readonly ConditionalWeakTable<ICakeEngine, AimeeRuntime> Scripts = [];
    private PlannedTree? planned;
    private TreeTasks? tasks;

    /// <summary>Makes what runs stages.</summary>
    internal Func<StageBuildRequest, CancellationToken, Task<IStageWork>> OpenStageWork { get; set; } = static async (request, token) =>
        await StageWork.OpenAsync(request.Workspace, request.Planned, request.Targets, request.CustomStages, request.Observer, token).ConfigureAwait(false);

    /// <summary>What all aliases of a script share: the host's own, or one for each engine.</summary>
    /// <exception cref="CakeException">The context does not tell which engine is Cake's.</exception>
    internal static AimeeRuntime Of(ICakeContext context) =>
        (AimeeRuntime?)context.ServiceProvider?.GetService(typeof(AimeeRuntime))
        ?? Scripts.GetValue(EngineOf(context), _ => new AimeeRuntime(context, new AimeeSettings()));

    /// <summary>Cake's engine.</summary>
    /// <exception cref="CakeException">The context does not tell which that is.</exception>
    internal static ICakeEngine EngineOf(ICakeContext context) =>
        (ICakeEngine?)context.ServiceProvider?.GetService(typeof(ICakeEngine))
        ?? throw new CakeException(
            "The tree's tasks are registered in Cake's engine, and this context does not tell which that is. "
            + "It works in scripts of Cake 7 and later; in a Frosting host, use UseModule<AimeeModule>() instead.");

    /// <summary>The heading of the task at hand.</summary>
    internal TaskHeading Heading { get; } = new();

    /// <summary>Keeps headings back where no printer of ours does; null in hosts.</summary>
    internal KeptHeadings? KeepHeadings(ICakeEngine engine, Func<string, bool> isKept) => KeptHeadings.Of(engine, context, Heading, isKept);

    /// <summary>Whether a task is a stage of the tree with nothing of the user's own in it.</summary>
    internal bool IsPlainStage(string name) => tasks?.IsPlainStage(name) == true;

    /// <summary>The tasks of the tree's stages.</summary>
    internal TreeTasks TreeTasks(ICakeEngine engine) => tasks ??= new TreeTasks(engine, this);

    /// <summary>The targets of the command line; null when it names none.</summary>
    internal IReadOnlyList<string>? Targets =>
        context.Arguments.GetArguments("target") is { Count: > 0 } targets ? [.. targets] : null;

    /// <summary>The tree and its stages, read once.</summary>
    /// <exception cref="CakeException">There is no tree, or it has errors: all of them.</exception>
    internal PlannedTree ReadTree() => Guard(Read);

    /// <summary>As <see cref="ReadTree"/>, with the faults as they were found.</summary>
    /// <exception cref="AimeeException">There is no tree, or it has errors: all of them.</exception>
    internal PlannedTree Read() => planned ??= ReadAsync().GetAwaiter().GetResult();

    /// <summary>Does what reads the user's input, and turns its faults into Cake's own exception.</summary>
    internal static void Guard(Action work) => Guard(() =>
    {
        work();
        return true;
    });

    /// <summary>Starts to work on stages.</summary>
    /// <param name="name">The task that does.</param>
    /// <param name="plan">What is asked for.</param>
    /// <exception cref="CakeException">What they run in, or with, is not there.</exception>
    internal async Task<StageBuild> StartStagesAsync(string name, StagePlan plan)
    {
        StageBuild? build = null;
        await GuardAsync(name, async token => build = await StartAsync(plan, token).ConfigureAwait(false)).ConfigureAwait(false);
        return build!;
    }

    private async Task<StageBuild> StartAsync(StagePlan plan, CancellationToken cancellationToken)
    {
        var options = Options();
        var tree = Read();
        var failures = TextWriter.Synchronized(new ConsoleWriter(context.Log, Verbosity.Quiet));
        var reporter = new StageReporter(output, failures, page, new LogTail(tree.Tree), options.Explain) { Heading = Heading };
        var here = await WorkspaceAsync(cancellationToken).ConfigureAwait(false);
        var request = new StageBuildRequest(here, tree, plan.Targets.ToFrozenSet(), [.. Settings.Stages], reporter);
        var work = await OpenStageWork(request, cancellationToken).ConfigureAwait(false);
        var jobs = options.Jobs ?? tree.Tree.Config.Jobs ?? Environment.ProcessorCount;
        var recorder = new BuildRecorder(tree.Tree.Config, jobs, TimeProvider.System);
        var scheduling = new SchedulingOptions
        {
            Jobs = jobs,
            KeepGoing = options.KeepGoing,
            MaxLoad = options.MaxLoad,
            Gated = plan.Gated,
            ErrorHandled = plan.ErrorHandled,
            Observer = new StageObservers(reporter, recorder),
            Tokens = work.Tokens,
        };
        return new StageBuild(new StageScheduler(tree.Graph, work, scheduling), work as IAsyncDisposable, plan, reporter)
        {
            WriteReport = () => WriteReport(new BuildReportFiles(tree.Tree.Config.Paths.Tmp), recorder.ToReport()),
        };
    }

    private void WriteReport(BuildReportFiles files, BuildReport? report)
    {
        try
        {
            if (report is not null)
            {
                files.Write(report);
            }

            page.WriteReport(files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            context.Log.Warning("The report of this build can not be written: {0}", exception.Message);
        }
    }

    /// <summary>Builds stages without tasks.</summary>
    internal async Task<ImmutableArray<StageOutcome>> BuildAsync(IReadOnlyCollection<string> targets)
    {
        var tree = ReadTree();
        var nodes = Guard(() => StageTargets.Resolve(tree.Graph, targets));
        var build = await StartStagesAsync(nameof(AimeeAliases.AimeeBuild), StagePlan.Without(tree.Graph.Closure(nodes), nodes)).ConfigureAwait(false);
        await using (build.ConfigureAwait(false))
        {
            return await build.JoinAllAsync(string.Join(", ", targets)).ConfigureAwait(false);
        }
    }

    /// <summary>What a bare stage's name means: of the package that is named with --package, or where the user stands.</summary>
    internal string? Meaning(string stage)
    {
        var options = Options();
        var place = options.Packages is [var package]
            ? package
            : TreeRoot.FindOrDefault(options.Directory) is null ? null : StandingPlace.Find(OpenWorkspace().Config, options.Directory);
        return place is null ? null : $"{place}:{stage}";
    }

    /// <summary>Says of a target that is no task, and of none of the tree's stages, what was probably meant.</summary>
    internal void WarnOfTargets(IEnumerable<string> targets, TaskNeeds needs, StageTasks stages)
    {
        foreach (var target in targets.Where(target => !needs.Has(target)))
        {
            if (stages.IsStageName(target))
            {
                context.Log.Warning("'{0}' is a stage. Name a package with it, as in core/zlib:{0}, or stand in a package's directory.", target);
            }
            else if (Nearest.To(target, needs.Names) is { } nearest)
            {
                context.Log.Warning("There is no task '{0}' as yet. Did you mean '{1}'?", target, nearest);
            }
        }
    }

    private async Task<PlannedTree> ReadAsync()
    {
        Settings.Extensions.ThrowIfUnsound();
        using var interrupt = new Interrupt();
        var here = await WorkspaceAsync(interrupt.Token).ConfigureAwait(false);
        try
        {
            return await PlannedTree.ReadSoundAsync(here, interrupt.Token).ConfigureAwait(false);
        }
        catch (AimeeException exception)
        {
            foreach (var fault in exception.Diagnostics)
            {
                page.Annotate(fault);
            }

            WriteReport(new BuildReportFiles(here.Config.Paths.Tmp), null);
            throw;
        }
    }

    private Workspace OpenWorkspace() => WorkspaceAsync(CancellationToken.None).GetAwaiter().GetResult();

    private static T Guard<T>(Func<T> work)
    {
        T result = default!;
        GuardAsync(
            _ =>
            {
                result = work();
                return Task.CompletedTask;
            },
            "",
            CancellationToken.None).GetAwaiter().GetResult();
        return result;
    }
}
