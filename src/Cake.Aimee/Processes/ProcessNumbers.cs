using System.Globalization;

namespace Cake.Aimee.Processes;

/// <summary>
/// Which numbers the descendants of a process can have. The kernel gives numbers out in rising order and begins
/// again after the highest: as long as too few processes were made for that, all descendants are above their ancestor.
/// To know it saves looking at every process of the machine after each run.
/// </summary>
internal sealed class ProcessNumbers(int ancestor)
{
    private const long NotKnown = -1;
    private readonly long _madeBefore = Made();

    /// <summary>The lowest number that a descendant can have by now.</summary>
    public int Lowest()
    {
        // Half of the room: what fails to start uses numbers up as well.
        var made = Made();
        return _madeBefore != NotKnown && made != NotKnown && made - _madeBefore < (Highest() - ancestor) / 2 ? ancestor : 1;
    }

    private static long Highest() =>
        long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

    /// <summary>How many processes and threads the machine has made since it was started; see <c>proc_stat(5)</c>.</summary>
    private static long Made() =>
        File.ReadLines("/proc/stat").FirstOrDefault(line => line.StartsWith("processes ", StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan("processes ".Length), CultureInfo.InvariantCulture)
            : NotKnown;
}
