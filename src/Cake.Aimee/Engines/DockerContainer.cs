using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Engines;

/// <summary>A working container of docker's: it sleeps, and scripts are executed in it.</summary>
/// <param name="engine">The engine that holds it.</param>
/// <param name="processes">Runs the client.</param>
/// <param name="name">The container's name.</param>
/// <param name="startCommand">Dockerfile lines that give back what the image itself would run.</param>
internal sealed class DockerContainer(
    DockerEngine engine, IProcessRunner processes, string name, ImmutableArray<string> startCommand) : IWorkingContainer
{
    public Task<ProcessResult> RunAsync(ContainerRun run, CancellationToken cancellationToken)
    {
        var request = ProcessRequest.Of(
            "docker",
            [
                "exec", .. run.Environment.SelectMany(variable => new[] { "--env", $"{variable.Key}={variable.Value}" }),
                name, "/bin/sh", "-euc", run.Script,
            ]);
        return processes.RunAsync(request with { OnLine = run.OnLine, Timeout = run.Timeout }, cancellationToken);
    }

    public async Task<EngineImage> CommitAsync(
        ImageReference reference, ImageSettings settings, CancellationToken cancellationToken)
    {
        await processes.RunCheckedAsync(
            ProcessRequest.Of(
                "docker",
                ["commit", .. DockerChanges.Of(startCommand), .. DockerChanges.Of(settings), name, reference.ToString()]),
            cancellationToken).ConfigureAwait(false);
        return await engine.InspectAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the container and with it all that runs in it, also after a cancellation.</summary>
    public async ValueTask DisposeAsync() =>
        await engine.RunAsync(ProcessRequest.Of("docker", "rm", "--force", name), CancellationToken.None).ConfigureAwait(false);
}
