namespace Cake.Aimee.Processes;

/// <summary>Where programs are.</summary>
public static class Programs
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds a program as a shell would: a name on the PATH; anything with a slash as it is.</summary>
    /// <param name="name">The program's name or path.</param>
    /// <returns>Its absolute path; null when there is no such executable file.</returns>
    public static string? Find(string name) =>
        Find(name, Environment.GetEnvironmentVariable("PATH"), Environment.CurrentDirectory);

    /// <summary>Finds a program on a given PATH.</summary>
    /// <param name="name">The program's name or path.</param>
    /// <param name="path">The directories to look in, with colons between; entries that are not absolute are passed over.</param>
    /// <param name="directory">Where a relative path with a slash starts.</param>
    /// <returns>Its absolute path; null when there is no such executable file.</returns>
    public static string? Find(string name, string? path, string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            var file = Path.GetFullPath(name, directory);
            return IsExecutable(file) ? file : null;
        }
        return (path ?? "").Split(':')
            .Where(entry => entry.StartsWith('/'))
            .Select(entry => Path.Combine(entry, name))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string file) =>
        File.Exists(file) && (File.GetUnixFileMode(file) & AnyExecute) != 0;
}
