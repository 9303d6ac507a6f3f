using System.Runtime.InteropServices;

namespace Cake.Aimee.Dsl;

/// <summary>
/// While it lives, Ctrl-C and SIGTERM do not end this process at once: they cancel what runs, so that children are
/// ended and nothing is left half done. A second Ctrl-C ends the process.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>What shells say of a program that Ctrl-C ended.</summary>
    internal const int ExitCode = 130;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    internal Interrupt() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel),
    ];

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void Cancel(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
