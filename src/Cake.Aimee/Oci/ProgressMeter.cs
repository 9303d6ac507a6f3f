using System.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Counts bytes from any thread and tells of them a few times a second.</summary>
internal sealed class ProgressMeter(IProgress<SquashProgress>? progress)
{
    private static readonly long Interval = Stopwatch.Frequency / 5;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _done;
    private long _total;
    private long _nextReport;

    /// <summary>What is being done now.</summary>
    public string Activity { get; set; } = "read";

    /// <summary>Adds to what there is to do.</summary>
    public void Expect(long bytes) => Interlocked.Add(ref _total, bytes);

    /// <summary>Adds to what is done.</summary>
    public void Advance(long bytes)
    {
        var done = Interlocked.Add(ref _done, bytes);
        if (progress is null)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        var next = Interlocked.Read(ref _nextReport);
        if (now >= next && Interlocked.CompareExchange(ref _nextReport, now + Interval, next) == next)
        {
            Report(done, now);
        }
    }

    /// <summary>Tells that all is done.</summary>
    public void Finish()
    {
        Activity = "done";
        Report(Interlocked.Read(ref _total), Stopwatch.GetTimestamp());
    }

    private void Report(long done, long now)
    {
        var total = Interlocked.Read(ref _total);
        var rate = done / Math.Max(Stopwatch.GetElapsedTime(_start, now).TotalSeconds, 0.001);
        progress?.Report(new SquashProgress(
            Activity, done, total, rate, done == 0 ? null : TimeSpan.FromSeconds(Math.Max(total - done, 0) / rate)));
    }
}
