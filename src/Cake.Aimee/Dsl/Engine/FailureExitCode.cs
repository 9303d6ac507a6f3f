using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>
/// Carries the exit code of a <see cref="CakeException"/> out of a task. Cake's hosts see only the exception that
/// wraps it, and end with 1; a program that registers one of these as a service can end with the task's own code.
/// </summary>
/// <example>
/// <code>
/// var exitCode = new FailureExitCode();
/// return exitCode.Or(host.ConfigureServices(services => services.AddSingleton(exitCode)).Run(args));
/// </code>
/// </example>
public sealed class FailureExitCode
{
    private int? code;

    /// <summary>The exit code of a program whose host ended with a code.</summary>
    /// <param name="hostCode">The host's code.</param>
    /// <returns>The failed task's own code, when it had one, else the host's.</returns>
    public int Or(int hostCode) => hostCode == 0 ? 0 : code ?? hostCode;

    /// <summary>Takes the code from what ended a run, if there is one in it.</summary>
    internal void Tell(Exception exception)
    {
        var cause = exception is CakeReportException { InnerException: { } inner } ? inner : exception;
        code = cause switch
        {
            CakeException cake => cake.ExitCode,
            AggregateException several => several.Flatten().InnerExceptions.OfType<CakeException>().FirstOrDefault()?.ExitCode,
            _ => null,
        };
    }
}
