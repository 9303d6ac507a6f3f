using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Processes;

/// <summary>
/// Runs programs on Linux. Each one starts in a session of its own, without a terminal, so that Ctrl-C reaches
/// this process alone. Its processes are known by that session and by a mark in their environment (the variable
/// <c>CAKE_AIMEE_RUN</c>; a program in namespaces does not see it).
/// <list type="bullet">
/// <item>On cancellation, time-out, or when a callback throws, all of them get SIGTERM and after 5 seconds SIGKILL.</item>
/// <item>What still runs one second after the program itself has ended is ended too, and named in
/// <see cref="ProcessResult.LeftBehind"/>; it never holds up the run by keeping the output open.</item>
/// <item>When this process dies, by whatever cause, a watchdog shell ends all that it has started.</item>
/// </list>
/// </summary>
public sealed class ProcessRunner : IProcessRunner
{
    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var isolation = await IsolateAsync(request).WaitAsync(cancellationToken).ConfigureAwait(false);
        using var run = ProcessRun.Start(request, isolation);
        var result = await run.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return Failure.NotStarted(result) is { } reason
            ? throw new AimeeException($"Can not run '{request}': {reason}.")
            : result;
    }

    /// <inheritdoc/>
    public async Task<ProcessResult> RunCheckedAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        var result = await RunAsync(request, cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0 ? result : throw new AimeeException(Failure.Describe(request, result));
    }

    private async Task<ImmutableArray<string>> IsolateAsync(ProcessRequest request)
    {
        var isolation = request.Isolation | (request.Mounts.IsEmpty ? Isolation.None : Isolation.Mounts);
        if (isolation == Isolation.None)
        {
            return [];
        }
        var way = await Unshare.FindAsync(isolation, this).ConfigureAwait(false);
        return way.Problem is null
            ? Unshare.Words(isolation, way.ByUserNamespace, request.Mounts, Launch.DirectoryOf(request))
            : throw new AimeeException(
                $"Can not run '{request}' isolated ({isolation}): this machine does not allow it ({way.Problem}). "
                + "Run as root, or allow unprivileged user namespaces.");
    }
}
