using System.Collections.Immutable;
using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Dsl;

/// <summary>
/// One run of Cake over one tree: what all our tasks share. The bridge between Cake, which it asks for arguments and
/// prints to, and <c>Commands/</c>, which know nothing of Cake.
/// </summary>
public sealed partial class AimeeRuntime
{
    private readonly ICakeContext context;
    private readonly ProcessRunner processes = new();
    private readonly TextWriter output;
    private readonly TextWriter answers;
    private readonly ImageReport report;
    private readonly BuildPage page;
    private Workspace? workspace;

    /// <summary>Nothing is read yet: that waits for the first task that runs.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What the script or host adds, if anything.</param>
    public AimeeRuntime(ICakeContext context, AimeeSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        this.context = context;
        Settings = settings ?? new AimeeSettings();
        output = TextWriter.Synchronized(new ConsoleWriter(context.Log, Verbosity.Normal));
        answers = Console.Out;
        report = new ImageReport(output);
        page = new BuildPage(BuildPage.Detect(context.Environment.GetEnvironmentVariable), answers);
    }

    /// <summary>Tells of the images that the run has made.</summary>
    internal void SummarizeImages() => report.Summarize();

    /// <summary>What the script or host adds.</summary>
    internal AimeeSettings Settings { get; set; }

    private ImageSystems Systems => Settings.Systems.Aggregate(ImageSystems.Default, (all, system) => all.With(system));

    /// <summary>
    /// Runs a task that is there in every tree: Ctrl-C and a polite kill end it and its children, and what is wrong
    /// with the user's input becomes Cake's own exception.
    /// </summary>
    /// <param name="name">The task's name, one of <see cref="TaskNames"/>.</param>
    /// <exception cref="CakeException">It failed; the message is for the person at the terminal.</exception>
    public Task RunAsync(string name)
    {
        var task = AimeeTask.All.Single(task => task.Name == name);
        return GuardAsync(name, token => task.RunAsync(this, token));
    }

    /// <summary>Installs programs that a task of the host's own needs, as <see cref="TaskNames.Setup"/> does for ours.</summary>
    /// <param name="programs">The programs.</param>
    /// <exception cref="CakeException">Programs are missing and can not, or with --no-setup may not, be installed.</exception>
    public Task InstallAsync(ImmutableArray<SystemProgram> programs) => GuardAsync(
        TaskNames.Setup,
        token => new SetupCommand(processes, output).RunAsync(programs, Options().NoSetup, token));

    internal static async Task GuardAsync(string name, Func<CancellationToken, Task> work)
    {
        using var interrupt = new Interrupt();
        await GuardAsync(work, $"{name} was interrupted; nothing that it was making has been tagged.", interrupt.Token).ConfigureAwait(false);
    }

    internal static async Task GuardAsync(Func<CancellationToken, Task> work, string interrupted, CancellationToken interrupt)
    {
        try
        {
            await work(interrupt).ConfigureAwait(false);
        }
        catch (AimeeException exception)
        {
            throw new CakeException(exception.Message, exception);
        }
        catch (IOException exception)
        {
            var advice = FailureAdvice.For(exception.Message, []) is { } found ? $"{Environment.NewLine}{found}" : "";
            throw new CakeException($"{exception.Message}{advice}", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new CakeException($"{exception.Message} Run it as a user who may, or put the tree elsewhere.", exception);
        }
        catch (OperationCanceledException exception) when (interrupt.IsCancellationRequested)
        {
            throw new CakeException(Interrupt.ExitCode, interrupted, exception);
        }
    }

    internal async Task DoctorAsync(CancellationToken cancellationToken) =>
        await new DoctorCommand(processes, Systems, answers).RunAsync(Options(), cancellationToken).ConfigureAwait(false);

    internal async Task SetupAsync(CancellationToken cancellationToken)
    {
        var here = await WorkspaceAsync(cancellationToken).ConfigureAwait(false);
        // What can not be planned is told of now, not after the images before it have been made.
        foreach (var kind in Enum.GetValues<ImageKind>().Where(kind => tasks?.Reaches($"{kind}Image") == true))
        {
            here.Plan(kind);
        }

        await new SetupCommand(processes, output).RunAsync(
            await here.ProgramsAsync(cancellationToken).ConfigureAwait(false), here.Options.NoSetup, cancellationToken)
            .ConfigureAwait(false);
    }

    internal Task BuildImageAsync(ImageKind kind, CancellationToken cancellationToken) =>
        WorkOnImagesAsync((here, progress) => new ImagesCommand(here, progress).BuildAsync(kind, cancellationToken), cancellationToken);

    /// <summary>Makes the chain up to an image, without tasks: the first one first.</summary>
    internal async Task<ImmutableArray<EngineImage>> MakeImagesAsync(ImageKind last, CancellationToken cancellationToken)
    {
        await SetupAsync(cancellationToken).ConfigureAwait(false);
        var images = ImmutableArray.CreateBuilder<EngineImage>();
        foreach (var kind in Enum.GetValues<ImageKind>().Where(kind => kind <= last))
        {
            await WorkOnImagesAsync(
                async (here, progress) => images.Add(await new ImagesCommand(here, progress).BuildAsync(kind, cancellationToken).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
        }

        return images.ToImmutable();
    }

    internal async Task PlanImagesAsync(string system, CancellationToken cancellationToken)
    {
        var here = await WorkspaceAsync(cancellationToken).ConfigureAwait(false);
        var traced = await here.TracedContextAsync(cancellationToken).ConfigureAwait(false);
        await answers.WriteAsync(ImagePlanText.Of(ImagePlanner.Plan(ImageKind.Build, Systems.Get(system), traced))).ConfigureAwait(false);
    }

    internal Task PushImagesAsync(CancellationToken cancellationToken) => WorkOnImagesAsync(
        (here, progress) => new ImagesCommand(here, progress).PushAsync(Environment.GetEnvironmentVariable, cancellationToken), cancellationToken);

    internal Task MakeBranchImageAsync(CancellationToken cancellationToken) => WorkOnImagesAsync(
        (here, progress) => new BranchImageCommand(here, progress, Environment.GetEnvironmentVariable).RunAsync(cancellationToken), cancellationToken);

    internal Task AskTreeAsync(Func<TreeCommands, CancellationToken, Task> question, CancellationToken cancellationToken) =>
        WorkOnTreeAsync((here, text, stop) => question(new TreeCommands(here, text), stop), cancellationToken);

    internal async Task WorkOnTreeAsync(Func<Workspace, TextWriter, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await work(await WorkspaceAsync(cancellationToken).ConfigureAwait(false), answers, cancellationToken).ConfigureAwait(false);

    private async Task WorkOnImagesAsync(Func<Workspace, IProgress<ImageEvent>, Task> work, CancellationToken cancellationToken)
    {
        var here = await WorkspaceAsync(cancellationToken).ConfigureAwait(false);
        await ImageReporter.RunAsync(output, report, here.Options.Explain, progress => work(here, progress)).ConfigureAwait(false);
    }

    private async Task<Workspace> WorkspaceAsync(CancellationToken cancellationToken)
    {
        if (workspace is null)
        {
            foreach (var scheme in Settings.Sources)
            {
                SourceSchemes.Add(scheme);
            }

            workspace = await Workspace.OpenAsync(Options(), Systems, processes, cancellationToken).ConfigureAwait(false);
            workspace.Extensions = Settings.Extensions;
            foreach (var warning in workspace.Config.Warnings)
            {
                context.Log.Warning("{0}", warning);
            }
        }

        return workspace;
    }

    private AimeeOptions Options() => AimeeOptions.Read(Standing.Directory(context), Argument);

    private string? Argument(string name) =>
        context.Arguments.HasArgument(name) ? context.Arguments.GetArgument(name) ?? "" : null;
}
