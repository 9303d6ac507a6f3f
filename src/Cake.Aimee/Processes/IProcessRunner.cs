namespace Cake.Aimee.Processes;

/// <summary>
/// Runs programs. The one way in which this library starts one: streamed output, masked secrets, and, on
/// cancellation, time-out or the death of this process, the end of the program and of all that it started.
/// </summary>
public interface IProcessRunner
{
    /// <summary>Runs a program to its end, whatever its exit code.</summary>
    /// <param name="request">The program and how to run it.</param>
    /// <param name="cancellationToken">Ends the program and all its children; the task is then cancelled.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="Diagnostics.AimeeException">The program is not there, can not be started, or ran out of time.</exception>
    Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken);

    /// <summary>Runs a program that has to succeed.</summary>
    /// <param name="request">The program and how to run it.</param>
    /// <param name="cancellationToken">Ends the program and all its children; the task is then cancelled.</param>
    /// <returns>How it ended; the exit code is 0.</returns>
    /// <exception cref="Diagnostics.AimeeException">As <see cref="RunAsync"/>, or the exit code was not 0: the message has the command line (secrets masked), the exit code and the last lines.</exception>
    Task<ProcessResult> RunCheckedAsync(ProcessRequest request, CancellationToken cancellationToken);
}
