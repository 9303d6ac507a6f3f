using System.Collections.Concurrent;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.Jobserver;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Stages;

/// <summary>
/// What the stages of a tree do, and whether there is anything to do: by keys, journals and artifacts, as the design's
/// §4.4 has it. When and in which order, the scheduler says.
/// </summary>
public sealed class TreeBuild : IStageWork, IAsyncDisposable
{
    private readonly BuildContext context;
    private readonly BuildArtifacts artifacts;
    private readonly BuildUpstream upstream;
    private readonly StageKeys keys;
    private readonly StageExecution execution;
    private readonly IReadOnlySet<StageNode> targets;
    private readonly IProcessRunner processes;
    private readonly ConcurrentDictionary<PlannedPackage, PackageProgress> progress = new();

    private bool hasPackaged;

    private TreeBuild(
        BuildContext context, BuildUpstream upstream, StageExecution execution, IReadOnlySet<StageNode> targets, IProcessRunner processes) =>
        (this.context, keys, artifacts, this.upstream, this.execution, this.targets, this.processes)
            = (context, execution.Keys, execution.Artifacts, upstream, execution, targets, processes);

    /// <summary>Opens a build.</summary>
    /// <param name="context">What is built, and how.</param>
    /// <param name="targets">The stages that were asked for.</param>
    /// <param name="processes">Runs programs.</param>
    /// <param name="observer">Told what stages print; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">The tools are not there, or the upstream's address is none.</exception>
    public static async Task<TreeBuild> OpenAsync(
        BuildContext context, IReadOnlySet<StageNode> targets, IProcessRunner processes, IStageObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        context = context with { WorkedOn = AddedStages.WorkedOn(targets) };
        var execution = await StageExecution.OpenAsync(context, processes, observer, cancellationToken).ConfigureAwait(false);
        return new(context, new BuildUpstream(context, execution.Artifacts, execution.Tell), execution, targets, processes);
    }

    /// <inheritdoc/>
    public IJobTokens Tokens => execution.Jobserver;

    /// <inheritdoc/>
    public IEnumerable<StageNode> IdentityOf(StageNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var graph = context.Graph;
        var package = node.Package;
        return node.Stage switch
        {
            StageNames.Prep or StageNames.Compile or StageNames.Package => PackageView.Sysroot(graph, package)
                .Concat(PackageView.Host(graph, package)).Select(needed => PackageView.ArtifactStage(graph, needed)),
            StageNames.Install or StageNames.Export => [PackageView.ArtifactStage(graph, package)],
            StageNames.Test => PackageView.Closure(graph, [package]).Select(needed => PackageView.ArtifactStage(graph, needed)),
            _ => [],
        };
    }

    /// <inheritdoc/>
    public async ValueTask<StageVerdict> DecideAsync(StageNode node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        switch (node.Stage)
        {
            case StageNames.Fetch:
                return ProgressOf(node).IsSatisfied ? new(StageDecision.Done, "its package is there")
                    : await execution.HasSourcesAsync(node, cancellationToken).ConfigureAwait(false) ? new(StageDecision.Done, "its sources are there")
                    : new(StageDecision.RunWhenNeeded, "its sources are not all there");
            case StageNames.Prep or StageNames.Compile:
                return DecideWork(node);
            case StageNames.Package:
                return await DecidePackageAsync(node, cancellationToken).ConfigureAwait(false);
            case StageNames.Install:
                return DecideInstall(node);
            case StageNames.Test:
                var tests = ProgressOf(node);
                return tests.IsDone(node.Stage) ? new(StageDecision.Done, "its tests have passed") : new(StageDecision.Run, tests.Reason(node.Stage));
            case StageNames.Export:
                return execution.IsExported(node) ? new(StageDecision.Done, "it has been handed out") : new(StageDecision.Run, "it has not been handed out");
            default:
                return new(StageDecision.Run, "it was asked for");
        }
    }

    /// <inheritdoc/>
    public bool IsDone(StageNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Stage switch
        {
            StageNames.Package => ProgressOf(node) is var own && own.HasArtifacts() && !NeedsWork(node, own),
            StageNames.Install => DecideInstall(node).Decision == StageDecision.Done,
            _ => false,
        };
    }

    /// <inheritdoc/>
    public Task<bool> BringAsync(StageNode node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        return upstream.BringAsync(node, ProgressOf(node), targets.Contains(node), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RunAsync(StageNode node, StageSlot slot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        hasPackaged |= node.Stage == StageNames.Package;
        await execution.RunAsync(
            node, ProgressOf(node), () => IsDoneElsewhere(node), node.Stage == StageNames.Package ? token => upstream.PushAsync(ProgressOf(node), token) : null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The stage of a package that ended badly, or not at all, when it last ran; null when there is none.</summary>
    /// <param name="package">The package.</param>
    public string? BrokenStage(PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var journal = new JournalFile(PackagePlace.Of(context.Config, package).Journal).Read();
        return new[] { StageNames.Test, StageNames.Compile, StageNames.Prep }.FirstOrDefault(journal.IsBroken);
    }

    /// <summary>Opens a shell on the terminal where a stage runs, with what the stage sees, and waits for its end.</summary>
    /// <param name="package">The package.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AimeeException">There is nothing to stand in, or something that the stage would see is not built.</exception>
    public async Task OpenShellAsync(PlannedPackage package, string stage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(package);
        var node = context.Graph.Find(package, stage)!;
        foreach (var needed in context.Graph.Closure(IdentityOf(node)))
        {
            if (needed.Stage == StageNames.Package
                && (await DecideAsync(needed, cancellationToken).ConfigureAwait(false)).Decision != StageDecision.Done)
            {
                throw BuildContext.Fault(package, $"Its stages see {needed.Package.Id}, which is not built as the rules have it now.", $"Build it first: --target={needed.Id}");
            }
        }

        await execution.OpenShellAsync(node, ProgressOf(node), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public bool HoldsSlot(StageNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Stage != StageNames.Fetch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        upstream.Dispose();
        await execution.DisposeAsync().ConfigureAwait(false);
        if (upstream.IsThere && hasPackaged)
        {
            // What was replaced is upstream, for whoever still wants it.
            await new BuildPrune(context.Graph.Tree, processes, _ => { }).RunAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private PackageProgress ProgressOf(StageNode node)
    {
        var package = node.Package.Split is null ? node.Package : PackageView.ArtifactStage(context.Graph, node.Package).Package;
        return progress.GetOrAdd(package, planned => new PackageProgress(context, planned, keys, artifacts));
    }

    /// <summary>Whether another build has done a stage while this one waited for it.</summary>
    private bool IsDoneElsewhere(StageNode node) => node.Stage switch
    {
        StageNames.Prep or StageNames.Compile => DecideWork(node).Decision == StageDecision.Done,
        StageNames.Package => IsDone(node),
        StageNames.Test => ProgressOf(node).IsDone(node.Stage),
        _ => false,
    };

    private StageVerdict DecideWork(StageNode node)
    {
        var own = ProgressOf(node);
        if (own.HasArtifacts() && !NeedsWork(node, own))
        {
            return new(StageDecision.Done, "its package is there");
        }

        return own.IsDone(node.Stage) && (node.Stage != StageNames.Prep || HasView(node.Package))
            ? new(StageDecision.Done, "it is done")
            : new(StageDecision.RunWhenNeeded, own.Reason(node.Stage));
    }

    private async ValueTask<StageVerdict> DecidePackageAsync(StageNode node, CancellationToken cancellationToken)
    {
        var own = ProgressOf(node);
        if (own.HasArtifacts() && !NeedsWork(node, own))
        {
            return new(StageDecision.Done, "its artifact is there");
        }

        if (await upstream.HasAsync(node, own, cancellationToken).ConfigureAwait(false) && !NeedsWork(node, own))
        {
            return new(StageDecision.Known, "its artifact is upstream");
        }

        upstream.ThrowIfOnlyPulled(node, targets.Contains(node));
        return new(StageDecision.Run, own.Reason(node.Stage));
    }

    private StageVerdict DecideInstall(StageNode node)
    {
        var installed = artifacts.SysrootOf(node.Package).Find(BuildArtifacts.IdIn(node.Package));
        var key = artifacts.InstallKey(node.Package).Value;
        // What stages see is unpacked apart: that has to be at hand, too.
        return installed?.Key == key && artifacts.IsHere(node.Package)
            ? new(StageDecision.Done, "it is installed")
            : new(StageDecision.RunWhenNeeded, installed is null ? "it is not installed" : "another build of it is installed");
    }

    /// <summary>Whether tests, or stages of the program's own, that were asked for need the compiled work/, whatever artifacts there are.</summary>
    private bool NeedsWork(StageNode node, PackageProgress own) =>
        // Of thousands of packages few are asked for more than their artifact: only for those is the journal read.
        (context.WorkedOn.Contains(node.Package)
            || (context.Graph.Find(node.Package, StageNames.Test) is { } test && targets.Contains(test) && !own.IsDone(StageNames.Test)))
        && !own.HasCompiledWork;

    private bool HasView(PlannedPackage package) =>
        PackageView.Sysroot(context.Graph, package).Concat(PackageView.Host(context.Graph, package)).All(artifacts.IsHere);
}
