using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Processes;

/// <summary>One program on its way from start to end.</summary>
internal sealed class ProcessRun : IDisposable
{
    private const int BrokenPipe = 32;

    // What a program leaves behind may still be about to write its last words.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private readonly ProcessRequest _request;
    private readonly Process _process;
    private readonly RunMembers _members;
    private readonly OutputPump _pump;
    private readonly ImmutableArray<PosixSignalRegistration> _notForUs;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private ProcessRun(ProcessRequest request, Process process, string mark, ImmutableArray<PosixSignalRegistration> notForUs)
    {
        _request = request;
        _notForUs = notForUs;
        _process = process;
        _members = new(process.Id, mark);
        _pump = new(request);
    }

    /// <summary>Starts a program.</summary>
    /// <param name="request">The program.</param>
    /// <param name="isolation">The words that isolate it.</param>
    /// <exception cref="AimeeException">It can not be started.</exception>
    public static ProcessRun Start(ProcessRequest request, ImmutableArray<string> isolation)
    {
        Watchdog.Ensure();
        var mark = RunMark.Next();
        var start = Launch.Of(request, mark, isolation);
        // The terminal sends its signals to this process too.
        ImmutableArray<PosixSignalRegistration> notForUs = request.IsInteractive ? [Ignore(PosixSignal.SIGINT), Ignore(PosixSignal.SIGQUIT)] : [];
        try
        {
            return new(request, Process.Start(start)!, mark, notForUs);
        }
        catch (Win32Exception e)
        {
            foreach (var signal in notForUs)
            {
                signal.Dispose();
            }
            throw new AimeeException($"Can not run '{request}': {e.Message}.", e);
        }
    }

    /// <summary>Waits for the program's end, and sees to it that nothing of it survives, whatever happens.</summary>
    public async Task<ProcessResult> CompleteAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_request.Timeout is { } timeout)
        {
            stop.CancelAfter(timeout);
        }
        try
        {
            return _request.IsInteractive
                ? await ConverseAsync(stop.Token).ConfigureAwait(false)
                : await StreamAsync(stop.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await _members.EndAsync().ConfigureAwait(false);
            await _pump.StopAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && stop.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new AimeeException($"'{_request}' was ended: it ran longer than {_request.Timeout}.{Failure.Tail(_pump.LastLines)}", e);
            }
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        foreach (var signal in _notForUs)
        {
            signal.Dispose();
        }
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal) =>
        PosixSignalRegistration.Create(signal, context => context.Cancel = true);

    private async Task<ProcessResult> ConverseAsync(CancellationToken stop)
    {
        await _process.WaitForExitAsync(stop).ConfigureAwait(false);
        return new(_process.ExitCode, "", [], _clock.Elapsed);
    }

    private async Task<ProcessResult> StreamAsync(CancellationToken stop)
    {
        using var input = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var writing = WriteAsync(input.Token);
        var reading = ReadAsync(stop);
        var exit = _process.WaitForExitAsync(stop);
        List<Task> tasks = [exit, writing, reading, _pump.Ended];
        while (!exit.IsCompleted)
        {
            var first = await Task.WhenAny(tasks).ConfigureAwait(false);
            await first.ConfigureAwait(false);
            tasks.Remove(first);
        }
        await exit.ConfigureAwait(false);
        var elapsed = _clock.Elapsed;
        await input.CancelAsync().ConfigureAwait(false);
        var leftBehind = await EndRestAsync().ConfigureAwait(false);
        await Task.WhenAll(writing, reading, _pump.Ended).WaitAsync(stop).ConfigureAwait(false);
        return new(_process.ExitCode, _pump.Output, _pump.LastLines, elapsed)
        {
            OutputIsCut = _pump.OutputIsCut,
            LeftBehind = leftBehind,
        };
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        var stream = _process.StandardInput.BaseStream;
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                if (_request.Input is { } input)
                {
                    await Task.Run(() => input(stream, stop), stop).ConfigureAwait(false);
                }
            }
            catch (IOException e) when (e.InnerException is SocketException { NativeErrorCode: BrokenPipe } || e.HResult == BrokenPipe)
            {
                // The program has ended or does not want to read on: its exit code says whether that is a fault.
            }
            catch (OperationCanceledException) when (_process.HasExited)
            {
                // Nobody is left to read it.
            }
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var stream = _process.StandardOutput.BaseStream;
        _pump.Start(_request.Output is null ? stream : null, _process.StandardError.BaseStream);
        if (_request.Output is { } output)
        {
            await using (stream.ConfigureAwait(false))
            {
                await Task.Run(() => output(stream, stop), stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends what the program left running, after it had time to end by itself.</summary>
    private async Task<ImmutableArray<string>> EndRestAsync()
    {
        var rest = await _members.WaitAsync(Settle).ConfigureAwait(false);
        if (rest.Length > 0)
        {
            await _members.EndAsync().ConfigureAwait(false);
        }
        // All that can be found is gone. If the streams are still open, somebody unknown holds them.
        await Task.WhenAny(_pump.Ended, Task.Delay(Settle)).ConfigureAwait(false);
        await _pump.StopAsync().ConfigureAwait(false);
        return [.. rest.Select(process => process.Name)];
    }
}
