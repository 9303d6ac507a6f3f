using Cake.Aimee.Archives;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Journals;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;
using Cake.Aimee.Stages.Jobserver;
using Cake.Aimee.Stages.Running;
using Cake.Aimee.Stages.Scheduling;
using Cake.Aimee.Stages.Steps;

namespace Cake.Aimee.Stages;

/// <summary>Runs single stages, and writes down that they have started and how they ended.</summary>
internal sealed class StageExecution : IAsyncDisposable
{
    /// <summary>Where the dynamic linker looks for libraries before all other places.</summary>
    private const string Linker = "LD_LIBRARY_PATH";

    private readonly BuildContext context;
    private readonly IShellRunner runner;
    private readonly StageViews views;
    private readonly SourceFetcher fetcher;
    private readonly SourceUpload? upload;
    private readonly FetchStep fetch;
    private readonly FrozenDictionary<string, IStageStep> steps;
    private readonly IStageObserver? observer;
    private readonly DigestMemory memory;
    private readonly PackageLocks locks;

    private StageExecution(
        BuildContext context, IProcessRunner processes, IShellRunner runner, IsolationSupport isolation, DigestMemory memory, IStageObserver? observer)
    {
        (this.context, this.runner, this.observer, this.memory) = (context, runner, observer, memory);
        locks = new PackageLocks(Path.Combine(context.Config.Paths.Tmp, ".locks"));
        Jobserver = MakeJobserver.Create(RunDirectory.NewPath(context.Config.Paths.Tmp, "jobserver"), context.Jobs);
        Keys = new StageKeys(ToolIdentity.KeyContextOf(context, memory.Files, runner.SearchPath));
        Artifacts = new BuildArtifacts(context, Keys, processes);
        views = new StageViews(context, Artifacts, isolation);
        var settings = PackageSources.Settings(context.Config);
        fetcher = new SourceFetcher(settings, processes);
        upload = context.Config.Upstream is { Push: true, Sources: not null } ? new SourceUpload(settings) : null;
        fetch = new FetchStep(fetcher, upload);
        steps = StageSteps.All(context, fetch, Artifacts, runner, processes);
    }

    /// <summary>Gives out jobs to stages and to the makes that they start.</summary>
    public MakeJobserver Jobserver { get; }

    /// <summary>The keys of stages.</summary>
    public StageKeys Keys { get; }

    /// <summary>What is known of artifacts.</summary>
    public BuildArtifacts Artifacts { get; }

    /// <summary>Finds out where stages can run, and what tools they will find.</summary>
    public static async Task<StageExecution> OpenAsync(
        BuildContext context, IProcessRunner processes, IStageObserver? observer, CancellationToken cancellationToken)
    {
        var isolation = await IsolationSupport.ProbeAsync(cancellationToken).ConfigureAwait(false);
        var memory = DigestMemory.Read(context.Config.Paths.Tmp);
        IShellRunner runner = context.Image is { } image ? RunnerIn(image, context, processes) : new HostRunner(processes, isolation, context.Caller);
        try
        {
            RunDirectory.Sweep(context.Config.Paths.Tmp);
            return new(context, processes, runner, isolation, memory, observer);
        }
        catch (Exception exception) when (DiskFault.IsBehind(exception))
        {
            throw new AimeeException($"The build {DiskFault.Describe(exception, context.Config.Paths.Tmp)}.", exception);
        }
    }

    /// <summary>Opens a shell where a stage runs.</summary>
    public async Task OpenShellAsync(StageNode node, PackageProgress progress, CancellationToken cancellationToken)
    {
        await HoldAsync(node, cancellationToken).ConfigureAwait(false);
        var tools = await ToolsAsync(node, cancellationToken).ConfigureAwait(false);
        using var run = new StageRun(context, node, runner, tools, "shell") { Epoch = progress.Journal.Success(StageNames.Prep)?.Epoch };
        await run.OpenShellAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ImageRunner RunnerIn(StageImage image, BuildContext context, IProcessRunner processes)
    {
        MountedImage? mounted = null;
        return new(
            processes,
            context.Config,
            async () => (mounted = await image.Engine.MountAsync(image.Reference, CancellationToken.None).ConfigureAwait(false)
                ?? throw new AimeeException($"{image.Engine.Name} keeps the files of images to itself: stages can run in images of buildah (--engine=buildah).")).Directory,
            () => mounted?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Whether all sources of a package are here, and are what they have to be.</summary>
    public Task<bool> HasSourcesAsync(StageNode node, CancellationToken cancellationToken) =>
        fetch.IsDoneAsync(node.Package.Package, cancellationToken);

    private StageKey ExportKey(StageNode node) => StageKeys.Export(Artifacts.DigestOf(node.Package), context.Settings.ExportFormat.ToString());

    /// <summary>Whether a package has been handed out as it is now.</summary>
    public bool IsExported(StageNode node) =>
        JournalOf(node).Read().IsDone(StageNames.Export, ExportKey(node).Value);

    /// <summary>Tells people something of a stage.</summary>
    public void Tell(StageNode node, string text) => observer?.Output(node, new ProcessLine(text, IsError: false));

    /// <summary>Runs a stage, unless another build has done so meanwhile.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="progress">How far its package has got.</param>
    /// <param name="isDone">Whether it has been done meanwhile, after the journal has been read anew.</param>
    /// <param name="afterwards">What belongs to the stage and comes after it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AimeeException">It failed.</exception>
    public async Task RunAsync(
        StageNode node, PackageProgress progress, Func<bool> isDone, Func<CancellationToken, Task>? afterwards, CancellationToken cancellationToken)
    {
        try
        {
            await HoldAsync(node, cancellationToken).ConfigureAwait(false);
            progress.Reread();
            if (isDone())
            {
                Release(node, isOver: progress.IsSatisfied);
                return;
            }

            using var run = await BeginAsync(node, progress, cancellationToken).ConfigureAwait(false);
            await RunAsync(run, progress, afterwards, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DiskFault.IsBehind(exception))
        {
            throw DiskFault.Of(node, exception, context.Config.Paths.Tmp);
        }
    }

    /// <summary>Begins a stage's log, and writes down that it has started.</summary>
    private async Task<StageRun> BeginAsync(StageNode node, PackageProgress progress, CancellationToken cancellationToken)
    {
        var isTakingAway = IsTakingAway(node);
        var key = isTakingAway ? null : node.Stage == StageNames.Export ? ExportKey(node) : progress.KeyOf(node.Stage);
        var tools = await ToolsAsync(node, cancellationToken).ConfigureAwait(false);
        var run = new StageRun(context, node, runner, tools)
        {
            Key = key,
            Epoch = progress.Journal.Success(StageNames.Prep)?.Epoch,
            IsWorkUsed = !context.Settings.KeepWork && node.Stage == StageNames.Compile && progress.IsWorkUsed,
        };
        try
        {
            if (!isTakingAway)
            {
                JournalOf(node).Add(new JournalEntry(node.Stage, JournalEvent.Start, key?.Value ?? "", run.Started) { Parts = key?.Parts ?? [] });
            }

            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private async Task RunAsync(StageRun run, PackageProgress progress, Func<CancellationToken, Task>? afterwards, CancellationToken cancellationToken)
    {
        try
        {
            await LimitedAsync(run, cancellationToken).ConfigureAwait(false);
            await (afterwards?.Invoke(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            End(run, progress, 0);
        }
        catch (Exception exception) when (DiskFault.IsBehind(exception))
        {
            // The journal may be as hard to write; without its end the stage counts as broken off, which it is.
            throw run.Failure(DiskFault.Describe(exception, run.Place.Directory));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            End(run, progress, run.ExitCode == 0 ? 1 : run.ExitCode);
            throw;
        }
        finally
        {
            Release(run.Node, isOver: !progress.Journal.IsDone(run.Node.Stage, run.Key?.Value ?? ""));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        locks.Dispose();
        memory.Write();
        Jobserver.Dispose();
        upload?.Dispose();
        fetcher.Dispose();
        Artifacts.Dispose();
        await runner.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What a stage is given: what it sees, and who gives out jobs.</summary>
    private async Task<StageTools> ToolsAsync(StageNode node, CancellationToken cancellationToken)
    {
        var (mounts, programs, libraries) = node.Stage is StageNames.Prep or StageNames.Compile or StageNames.Test
            ? await views.MakeAsync(node, runner.Inside, cancellationToken).ConfigureAwait(false)
            : ([], [], null);
        var variables = ImmutableDictionary<string, string>.Empty.Add("MAKEFLAGS", Jobserver.DescriptorFlags);
        if (libraries is not null && !context.Config.Environment.ContainsKey(Linker) && !node.Package.Package.Environment.ContainsKey(Linker))
        {
            variables = variables.Add(Linker, runner.Inside(libraries));
        }

        return new StageTools
        {
            Views = mounts,
            HostPrograms = [.. programs.Select(runner.Inside)],
            Variables = variables,
            Preamble = MakeJobserver.Preamble(runner.Inside(Jobserver.Path)),
            OnLine = line => Tell(node, line),
        };
    }

    // What is made of a part of a package's install root has a journal of its own.
    private JournalFile JournalOf(StageNode node) => new(PackagePlace.Of(context.Config, node.Package).Journal);

    /// <summary>Does what the stage is for, within the time that the rules give it.</summary>
    private async Task LimitedAsync(StageRun run, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (run.Rules.Timeouts.TryGetValue(run.Node.Stage, out var limit))
        {
            stop.CancelAfter(limit);
        }

        try
        {
            await steps[run.Node.Stage].RunAsync(run, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw run.Failure($"was ended: it ran longer than {limit}, its 'timeout:' in the rules");
        }
    }

    private static bool IsTakingAway(StageNode node) => node.Stage is StageNames.Clean or StageNames.Distclean or StageNames.Uninstall;

    private void End(StageRun run, PackageProgress progress, int exitCode)
    {
        if (IsTakingAway(run.Node))
        {
            progress.Forget();
            return;
        }

        JournalOf(run.Node).Add(new JournalEntry(run.Node.Stage, JournalEvent.End, run.Key?.Value ?? "", DateTimeOffset.UtcNow)
        {
            ExitCode = exitCode,
            Epoch = run.Node.Stage == StageNames.Prep ? run.Epoch : null,
            Output = run.Node.Stage == StageNames.Package && exitCode == 0 ? Artifacts.DigestOf(run.Package) : null,
        });
        progress.Reread();
        var isLast = run.Node.Stage == StageNames.Test || (run.Node.Stage == StageNames.Package && (run.Rules.Test is null || run.Package.IsHost));
        if (exitCode == 0 && isLast && !context.Settings.KeepWork && !context.WorkedOn.Contains(run.Package))
        {
            DirectoryRemoval.Remove(run.Place.Work);
            DirectoryRemoval.Remove(run.Place.Install);
            DirectoryRemoval.Remove(run.Place.Temporary);
        }
    }

    private Task HoldAsync(StageNode node, CancellationToken cancellationToken) =>
        locks.HoldAsync(node.Package, () => Tell(node, "waiting for another build of this package"), cancellationToken);

    /// <summary>Lets other builds at a package's directories, unless its next stage is to find what this one left.</summary>
    private void Release(StageNode node, bool isOver)
    {
        if (isOver || node.Stage is not (StageNames.Prep or StageNames.Compile))
        {
            locks.Release(node.Package);
        }
    }
}
