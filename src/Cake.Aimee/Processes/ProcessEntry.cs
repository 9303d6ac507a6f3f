using System.Globalization;

namespace Cake.Aimee.Processes;

/// <summary>A process as <c>/proc/PID/stat</c> shows it; see <c>proc_pid_stat(5)</c>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its program's file name, cut to 15 characters by the kernel.</param>
/// <param name="Session">The session that it belongs to.</param>
/// <param name="IsAlive">Whether it still runs: not a zombie.</param>
internal readonly record struct ProcessEntry(int Id, string Name, int Session, bool IsAlive)
{
    /// <summary>The processes that this process can see.</summary>
    /// <param name="first">The lowest number that is of interest.</param>
    public static IEnumerable<ProcessEntry> All(int first = 1) =>
        from directory in Directory.EnumerateDirectories("/proc")
        where int.TryParse(directory.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= first
        let entry = Read(directory)
        where entry is not null
        select entry.Value;

    /// <summary>Whether the environment that the process's program was started with holds a variable.</summary>
    /// <param name="variable">Name, equals sign and value, in bytes.</param>
    public bool HasVariable(ReadOnlySpan<byte> variable)
    {
        var environment = Contents($"/proc/{Id}/environ").AsSpan();
        foreach (var part in environment.Split((byte)0))
        {
            if (environment[part].SequenceEqual(variable))
            {
                return true;
            }
        }
        return false;
    }

    private static ProcessEntry? Read(string directory)
    {
        var text = System.Text.Encoding.UTF8.GetString(Contents(directory + "/stat"));
        var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
        if (open < 0 || close < 0)
        {
            return null;
        }
        var fields = text[(close + 2)..].Split(' ');
        return new(
            int.Parse(text.AsSpan(0, open), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture),
            text[(open + 1)..close],
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            fields[0] is not ("Z" or "X"));
    }

    /// <summary>A file's bytes; none when the process has gone meanwhile or belongs to somebody else.</summary>
    private static byte[] Contents(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
