namespace Cake.Aimee.Stages;

/// <summary>
/// The directory <c>tmp/.run</c>: what builds have there for as long as they run, and what they write there before it
/// gets its name. A file is called after its build's process, so that the next build can tell what a killed one left.
/// </summary>
internal static class RunDirectory
{
    private const string Name = ".run";

    /// <summary>A path of this build's own.</summary>
    /// <param name="tmp">The tree's directory for building.</param>
    /// <param name="what">What stands there: a word without dots.</param>
    public static string NewPath(string tmp, string what) => Path.Combine(
        Directory.CreateDirectory(Path.Combine(tmp, Name)).FullName, $"{what}.{Environment.ProcessId}.{Guid.NewGuid():N}");

    /// <summary>Removes what belongs to no process that lives.</summary>
    /// <param name="tmp">The tree's directory for building.</param>
    public static void Sweep(string tmp)
    {
        var directory = Path.Combine(tmp, Name);
        foreach (var path in Directory.Exists(directory) ? Directory.GetFiles(directory) : [])
        {
            if (Path.GetFileName(path).Split('.') is [_, var process, _] && !Directory.Exists($"/proc/{process}"))
            {
                // Another build may do the same now: what is gone already is no fault.
                File.Delete(path);
            }
        }
    }
}
