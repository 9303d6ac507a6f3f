namespace Cake.Aimee.Stages.Scheduling;

/// <summary>Keeps further stages from starting while the machine is too busy. Looks again after a second.</summary>
/// <param name="options">The bounds.</param>
/// <param name="retry">Called when it is time to look again.</param>
internal sealed class MachineLimit(SchedulingOptions options, Action retry) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Queue<long> starts = new();
    private readonly Lock gate = new();
    private ITimer? timer;
    private bool isDisposed;

    private bool IsBounded => options.MaxLoad is not null || options.MinimumMemory is not null;

    /// <summary>Whether a further stage may start. When not, there will be a call to retry.</summary>
    public bool Allows()
    {
        if (!IsBounded || Fits(options.ReadMachine()))
        {
            return true;
        }

        lock (gate)
        {
            if (!isDisposed)
            {
                timer ??= options.Clock.CreateTimer(_ => Retry(), null, Interval, Timeout.InfiniteTimeSpan);
            }
        }

        return false;
    }

    /// <summary>Says that a stage starts.</summary>
    public void Started()
    {
        if (IsBounded)
        {
            starts.Enqueue(options.Clock.GetTimestamp());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            timer?.Dispose();
        }
    }

    // What has just started does not show in the readings yet. How much memory it will take nobody knows: so only
    // one starts in a second where that is scarce.
    private bool Fits(MachineReading reading)
    {
        while (starts.TryPeek(out var start) && options.Clock.GetElapsedTime(start) >= Interval)
        {
            starts.Dequeue();
        }

        return !(reading.Load + starts.Count > options.MaxLoad)
            && (options.MinimumMemory is not { } memory || (starts.Count == 0 && reading.AvailableMemory >= memory));
    }

    private void Retry()
    {
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
        }

        retry();
    }
}
