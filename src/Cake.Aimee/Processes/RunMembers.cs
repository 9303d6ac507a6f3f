using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

namespace Cake.Aimee.Processes;

/// <summary>
/// The processes of one run: those in its session and those that carry its mark. Only a process that has left
/// the session and cleared its environment as well is not found; <see cref="Isolation.Processes"/> holds that one too.
/// </summary>
internal sealed class RunMembers(int session, string mark)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly byte[] _variable = Encoding.UTF8.GetBytes($"{RunMark.Variable}={mark}");
    private readonly ProcessNumbers _numbers = new(session);

    /// <summary>Those that live.</summary>
    public ImmutableArray<ProcessEntry> Living() =>
        [.. ProcessEntry.All(_numbers.Lowest()).Where(entry => entry.IsAlive && (entry.Session == session || entry.HasVariable(_variable)))];

    /// <summary>Waits until none lives.</summary>
    /// <param name="time">How long at most.</param>
    /// <returns>Those that live on; empty when all have gone.</returns>
    public Task<ImmutableArray<ProcessEntry>> WaitAsync(TimeSpan time) => WatchAsync(time, _ => { });

    /// <summary>Asks all to end, and after a few seconds makes them.</summary>
    public async Task EndAsync()
    {
        // Between look and signal a process may have started another: who is new is asked too.
        var asked = new HashSet<int>();
        await WatchAsync(Grace, living => Send(living.Where(process => asked.Add(process.Id)), Signal.Terminate)).ConfigureAwait(false);
        // What a kill does not reach (another user's process, one stuck in a device) is not waited for without end.
        await WatchAsync(Grace, living => Send(living, Signal.Kill)).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<ProcessEntry>> WatchAsync(TimeSpan time, Action<ImmutableArray<ProcessEntry>> onLook)
    {
        var clock = Stopwatch.StartNew();
        var living = Living();
        for (var pause = 1; living.Length > 0 && clock.Elapsed < time; pause = Math.Min(pause * 2, 50))
        {
            onLook(living);
            await Task.Delay(pause).ConfigureAwait(false);
            living = Living();
        }
        return living;
    }

    private static void Send(IEnumerable<ProcessEntry> processes, Signal signal)
    {
        foreach (var process in processes)
        {
            Native.Send(process.Id, signal);
        }
    }
}
