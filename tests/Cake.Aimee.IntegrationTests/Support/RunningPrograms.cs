using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>What runs on this machine, in containers and out of them.</summary>
internal static class RunningPrograms
{
    /// <summary>The command lines of all processes that live, words with spaces between.</summary>
    public static IEnumerable<string> CommandLines() => ProcessEntry.All().Where(entry => entry.IsAlive).Select(CommandLine);

    private static string CommandLine(ProcessEntry entry)
    {
        try
        {
            return File.ReadAllText($"/proc/{entry.Id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It has gone meanwhile.
            return "";
        }
    }
}
