using System.Globalization;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>How busy the machine is.</summary>
/// <param name="Load">How many processes want a processor, without this one: now or on the last minute's average, whichever is more.</param>
/// <param name="AvailableMemory">How many bytes programs can still get without swapping.</param>
internal readonly record struct MachineReading(double Load, long AvailableMemory)
{
    private const string MemoryField = "MemAvailable:";

    /// <summary>Asks the kernel: proc_loadavg(5), proc_meminfo(5).</summary>
    public static MachineReading Read() =>
        Parse(File.ReadAllText("/proc/loadavg"), File.ReadLines("/proc/meminfo"));

    /// <summary>Reads the kernel's answers.</summary>
    public static MachineReading Parse(string load, IEnumerable<string> memory)
    {
        var fields = load.Split(' ');
        var average = double.Parse(fields[0], CultureInfo.InvariantCulture);
        // The average lags by a minute. What can run right now does not, and counts the reader too.
        var running = int.Parse(fields[3].AsSpan(0, fields[3].IndexOf('/')), CultureInfo.InvariantCulture) - 1;
        var line = memory.First(text => text.StartsWith(MemoryField, StringComparison.Ordinal));
        var kilobytes = long.Parse(line.AsSpan(MemoryField.Length).Trim(" kB"), CultureInfo.InvariantCulture);
        return new(Math.Max(average, running), kilobytes * 1024);
    }
}
