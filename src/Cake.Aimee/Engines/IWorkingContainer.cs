using Cake.Aimee.Processes;

namespace Cake.Aimee.Engines;

/// <summary>A container in which an image comes into being. Disposing of it removes it.</summary>
public interface IWorkingContainer : IAsyncDisposable
{
    /// <summary>Runs a script in the container, as root, with network.</summary>
    /// <param name="run">The script.</param>
    /// <param name="cancellationToken">Ends the script and all that it started.</param>
    /// <returns>How it ended, whatever its exit code.</returns>
    Task<ProcessResult> RunAsync(ContainerRun run, CancellationToken cancellationToken);

    /// <summary>Makes an image of the container as it now is, and names it.</summary>
    /// <param name="reference">The image's name; another image that has it loses it.</param>
    /// <param name="settings">What the image says of itself.</param>
    /// <param name="cancellationToken">Gives up; the name is not given then.</param>
    Task<EngineImage> CommitAsync(
        ImageReference reference, ImageSettings settings, CancellationToken cancellationToken);
}
