using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Running;

/// <summary>Where stage bodies run: on this machine, or inside an image.</summary>
internal interface IShellRunner : IAsyncDisposable
{
    /// <summary>The directories in which programs are looked for, as in PATH.</summary>
    string SearchPath { get; }

    /// <summary>A text with the paths of this machine in it, as it has to be told to a stage.</summary>
    /// <param name="text">A path, or a text that holds some.</param>
    string Inside(string text);

    /// <summary>Runs a stage's shell script to its end, whatever its exit code.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Ends it with all its children.</param>
    /// <exception cref="Diagnostics.AimeeException">It can not be started.</exception>
    Task<ProcessResult> RunAsync(StageCommand command, CancellationToken cancellationToken);
}
