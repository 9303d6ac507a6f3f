using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images;

/// <summary>Runs the steps of one image in working containers, keeping what each long one made.</summary>
internal sealed class StepRun(IEngine engine, ImagePlan plan, ImageWorkshop workshop, string workMount)
{
    private const int ShownLines = 12;

    /// <summary>A package manager says much at the end of a log; what broke stands before that.</summary>
    private const int ShownLogLines = 40;

    private ImmutableArray<ImageStep> Steps => plan.Recipe.Steps;

    private int Count => Steps.Length + (plan.Proof is null ? 0 : 1) + (plan.Squash is null ? 0 : 1);

    /// <summary>Runs the steps that are left, proves the toolchain, and tags the image.</summary>
    /// <param name="done">How many steps have run already.</param>
    /// <param name="from">The image that has their result.</param>
    /// <param name="settings">What the image says of itself.</param>
    /// <param name="cancellationToken">Ends the step that runs; the image is not tagged.</param>
    internal async Task<EngineImage> FinishAsync(
        int done, ImageReference from, ImageSettings settings, CancellationToken cancellationToken)
    {
        while (true)
        {
            var container = await StartAsync(from, cancellationToken).ConfigureAwait(false);
            await using (container.ConfigureAwait(false))
            {
                do
                {
                    await RunStepAsync(container, done, cancellationToken).ConfigureAwait(false);
                    done++;
                }
                while (done < Steps.Length && !Steps[done - 1].Commit);

                if (done == Steps.Length)
                {
                    return await CompleteAsync(container, settings, cancellationToken).ConfigureAwait(false);
                }

                from = plan.StepReference(done);
                await container.CommitAsync(from, new ImageSettings(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<IWorkingContainer> StartAsync(ImageReference from, CancellationToken cancellationToken)
    {
        foreach (var cache in plan.Recipe.Caches)
        {
            Directory.CreateDirectory(cache.Source);
        }

        var mounts = plan.Recipe.Caches.Select(cache => new Mount(cache.Source, cache.Target))
            .Append(new Mount(workshop.WorkDirectory, workMount));
        return engine.StartAsync(from, ContainerName, [.. mounts], cancellationToken);
    }

    /// <summary>The same for every build of this image in this tree, so that one that was killed is found and removed.</summary>
    private string ContainerName =>
        $"aimee-{ImageInputs.Of([new("work", workshop.WorkDirectory)]).Key[..8]}-{plan.Name.Replace('/', '-')}";

    private Task<ProcessResult> RunStepAsync(IWorkingContainer container, int index, CancellationToken cancellationToken) =>
        workshop.StepAsync(Steps[index].Name, index + 1, Count, async onLine =>
        {
            var step = Steps[index];
            var run = new ContainerRun(await WithFilesAsync(step, cancellationToken).ConfigureAwait(false))
            {
                Environment = plan.Recipe.StepEnvironment,
                OnLine = onLine,
            };
            var result = await container.RunAsync(run, cancellationToken).ConfigureAwait(false);
            var logs = workshop.BringOut(step.Name, LogsOf(step));
            return result.ExitCode == 0 ? result : throw Failure(step, result, logs);
        });

    private static string LogsOf(ImageStep step) => $"{step.Name}-logs";

    private static AimeeException Failure(ImageStep step, ProcessResult result, ImmutableArray<string> logs)
    {
        var key = step.ConfigKey is null ? "" : $" It does what {step.ConfigKey} in the config asks for.";
        return new(
            $"It ended with exit code {result.ExitCode}.{key} Its last lines:{Environment.NewLine}"
            + string.Join(Environment.NewLine, result.LastLines.TakeLast(ShownLines).Select(line => $"  {line}"))
            + (logs.IsEmpty ? "" : $"{Environment.NewLine}The end of {logs[0]}:{Environment.NewLine}"
                + string.Join(
                    Environment.NewLine,
                    File.ReadLines(logs[0]).Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(ShownLogLines).Select(line => $"  {line}"))));
    }

    /// <summary>The step's script, with the commands before it that put its files in place.</summary>
    private async Task<string> WithFilesAsync(ImageStep step, CancellationToken cancellationToken)
    {
        var script = new StringBuilder();
        if (!step.Logs.IsEmpty)
        {
            // Each log keeps its whole path, since many are called build.log, and its time, by which the newest is known; but
            // not its owner. One that is older than the step is another's. A pattern that nothing matches is passed over.
            var begun = $"{workMount}/{step.Name}-begun";
            script.Append(CultureInfo.InvariantCulture, $"touch {begun}\ntrap 'for log in ").AppendJoin(' ', step.Logs)
                .Append(CultureInfo.InvariantCulture, $"; do if [ -f \"$log\" ] && ! [ {begun} -nt \"$log\" ]; then to={workMount}/{LogsOf(step)}")
                .Append("$log; mkdir -p \"${to%/*}\" && cat \"$log\" > \"$to\" && touch -r \"$log\" \"$to\"; fi; done' EXIT\n");
        }

        for (var index = 0; index < step.Files.Length; index++)
        {
            var name = $"{step.Name}-{index}";
            await File.WriteAllTextAsync(Path.Combine(workshop.WorkDirectory, name), step.Files[index].Content, cancellationToken)
                .ConfigureAwait(false);
            var (path, mode) = (step.Files[index].Path, step.Files[index].Mode);
            script.Append(CultureInfo.InvariantCulture, $"mkdir -p '{Path.GetDirectoryName(path)}' && cp {workMount}/{name} '{path}' && chmod {mode} '{path}'\n");
        }

        return script.Append(step.Script).ToString();
    }

    private async Task<EngineImage> CompleteAsync(
        IWorkingContainer container, ImageSettings settings, CancellationToken cancellationToken)
    {
        if (plan.Proof is { } proof)
        {
            var prover = new ToolchainProver(proof, Path.Combine(workshop.WorkDirectory, "proof"), $"{workMount}/proof");
            await workshop.StepAsync(
                "proof", Count, Count, onLine => prover.ProveAsync(container, onLine, cancellationToken), proved => proved)
                .ConfigureAwait(false);
        }

        if (plan.Squash is not { } squash)
        {
            return await container.CommitAsync(plan.Reference, settings, cancellationToken).ConfigureAwait(false);
        }

        return await workshop.StepAsync(
            "squash",
            Count,
            Count,
            async onLine =>
            {
                var layered = plan.StepReference(Steps.Length);
                await container.CommitAsync(layered, settings, cancellationToken).ConfigureAwait(false);
                var run = new ImageSquash(engine, plan, workshop.WorkDirectory);
                return await run.RunAsync(layered, squash, onLine, cancellationToken).ConfigureAwait(false);
            },
            image => $"{image.Layers} layer, left in {squash.Layout}").ConfigureAwait(false);
    }
}
