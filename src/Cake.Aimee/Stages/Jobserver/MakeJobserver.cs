using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Jobserver;

/// <summary>
/// The jobserver that all stages share, as GNU make speaks it ("POSIX Jobserver Interaction" in its manual): of N jobs
/// the first needs no token, so the FIFO holds N - 1. Each stage beside the first one takes a token, which is then the
/// one that its make has without asking; what make starts beside that takes tokens, too. So stages and what they start
/// are never more than N jobs in all.
/// <para>
/// Tokens get lost when a program is killed that holds some (a make that is asked to end gives them back). Whenever no
/// stage runs the FIFO is made full again: nobody can hold a token then, as a stage ends with all its processes. As long
/// as stages do run, lost tokens mean fewer jobs, never more; should all be lost, stages run one by one, and between two
/// of them all tokens are back.
/// </para>
/// <para>
/// GNU make from 4.2 on takes part, cargo and rustc, and gcc's <c>-flto=jobserver</c>. ninja does from 1.13 on, by
/// <see cref="FifoFlags"/> alone; an older one starts as many jobs as there are processors, as there is no variable
/// that would tell it otherwise. A make that is given a <c>-j</c> of its own in a body says so, and leaves the jobserver.
/// </para>
/// </summary>
public sealed class MakeJobserver : IJobTokens, IDisposable
{
    /// <summary>The most jobs: as many bytes as a FIFO takes on every machine.</summary>
    private const int MostJobs = 4096;

    // Shells know descriptors of one digit only; rules use the low ones.
    private const int Descriptor = 9;
    private const int Glance = 100;
    private readonly TokenFifo fifo;
    private readonly Lock gate = new();
    private readonly ManualResetEventSlim isAsked = new();
    private TaskCompletionSource? asked;
    private Thread? reader;
    private int held;
    private volatile bool isDisposed;

    private MakeJobserver(TokenFifo fifo, int jobs) => (this.fifo, Jobs) = (fifo, jobs);

    /// <summary>Where its FIFO is. A container has to be shown it, too.</summary>
    public string Path => fifo.Path;

    /// <summary>How many jobs run at once.</summary>
    public int Jobs { get; }

    /// <summary>
    /// The value of MAKEFLAGS for a stage whose shell has run <see cref="Preamble"/>: for GNU make from 4.2 on.
    /// </summary>
    public string DescriptorFlags => $" -j{Jobs} --jobserver-auth={Descriptor},{Descriptor}";

    /// <summary>Makes a jobserver.</summary>
    /// <param name="path">Where its FIFO is to be; what an earlier build has left there is replaced.</param>
    /// <param name="jobs">How many jobs run at once.</param>
    /// <returns>The jobserver.</returns>
    /// <exception cref="AimeeException">There can be no FIFO.</exception>
    public static MakeJobserver Create(string path, int jobs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        var server = new MakeJobserver(TokenFifo.Create(path), Math.Min(jobs, MostJobs));
        server.fifo.Put(server.Jobs - 1);
        return server;
    }

    /// <summary>The line of shell that opens the FIFO for the stage that it stands in front of.</summary>
    /// <param name="path">The FIFO's path as the stage sees it.</param>
    /// <returns>The line.</returns>
    // .NET passes no descriptors on to programs, and a container could not take them over: so the stage opens its own.
    public static string Preamble(string path) => $"exec {Descriptor}<>{ShellWord.Quote(path)}\n";

    /// <summary>The value of MAKEFLAGS for programs that open the FIFO themselves: GNU make from 4.4 on, ninja from 1.13 on. Older ones stop at it.</summary>
    /// <param name="path">The FIFO's path as the stage sees it.</param>
    /// <returns>The value.</returns>
    public string FifoFlags(string path) => $" -j{Jobs} --jobserver-auth=fifo:{path}";

    /// <inheritdoc/>
    public Task TakeAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled(cancellationToken);
            }

            if (TryTake())
            {
                return Task.CompletedTask;
            }

            asked = waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            reader ??= StartReader();
            isAsked.Set();
        }

        return WaitAsync(waiting, cancellationToken);
    }

    /// <inheritdoc/>
    public void GiveBack()
    {
        lock (gate)
        {
            held--;
            fifo.Put(1);
        }
    }

    /// <inheritdoc/>
    public void Restore()
    {
        lock (gate)
        {
            while (fifo.Take(MostJobs) > 0)
            {
                // Whatever is in there, it is made anew.
            }

            fifo.Put(Jobs - 1 - held);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            asked?.TrySetCanceled();
            isAsked.Set();
        }

        reader?.Join();
        fifo.Dispose();
        isAsked.Dispose();
    }

    private async Task WaitAsync(TaskCompletionSource waiting, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(Cancel).ConfigureAwait(false);
        await waiting.Task.ConfigureAwait(false);

        void Cancel()
        {
            lock (gate)
            {
                waiting.TrySetCanceled(cancellationToken);
            }
        }
    }

    private bool TryTake()
    {
        var isTaken = fifo.Take(1) == 1;
        held += isTaken ? 1 : 0;
        return isTaken;
    }

    // The makes sleep in read(2) and are woken by the kernel: who only looked now and then would never get a token
    // beside them. So one thread sleeps on the FIFO as they do, while the scheduler asks for a token.
    private Thread StartReader()
    {
        var thread = new Thread(ReadOn) { IsBackground = true, Name = "jobserver" };
        thread.Start();
        return thread;
    }

    private void ReadOn()
    {
        while (true)
        {
            isAsked.Wait();
            lock (gate)
            {
                if (isDisposed)
                {
                    return;
                }

                if (asked is null or { Task.IsCompleted: true })
                {
                    isAsked.Reset();
                    continue;
                }

                if (TryTake())
                {
                    asked.SetResult();
                    continue;
                }
            }

            fifo.Wait(Glance);
        }
    }
}
