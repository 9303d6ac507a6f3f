using Cake.Core;

namespace Cake.Frosting;

/// <summary>
/// A unit of work. Derive from <see cref="FrostingTask{T}"/> or <see cref="AsyncFrostingTask{T}"/>:
/// the host takes tasks of these two kinds.
/// </summary>
public interface IFrostingTask
{
    /// <summary>What is logged when <see cref="ShouldRun"/> says no; empty for nothing more than that it was skipped.</summary>
    string SkippedMessage => string.Empty;

    /// <summary>Does the work.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>The work under way.</returns>
    Task RunAsync(ICakeContext context);

    /// <summary>Says whether the task runs or is skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns><c>true</c> to run.</returns>
    bool ShouldRun(ICakeContext context);

    /// <summary>Handles the failure of <see cref="RunAsync"/>; when it returns, the run goes on.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="context">The run's context.</param>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Runs when the work has ended, well or not.</summary>
    /// <param name="context">The run's context.</param>
    void Finally(ICakeContext context);
}
