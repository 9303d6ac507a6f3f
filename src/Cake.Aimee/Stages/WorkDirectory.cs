namespace Cake.Aimee.Stages;

/// <summary>Directories that stages have written to: they may hold anything.</summary>
internal static class WorkDirectory
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Removes a directory with all that is in it; where it is a link, the link alone.</summary>
    /// <exception cref="IOException">It can not be removed.</exception>
    public static void Remove(string path)
    {
        if (File.Exists(path) || new DirectoryInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
            return;
        }

        if (!Directory.Exists(path))
        {
            return;
        }

        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Some build systems leave directories that not even their owner may write to.
            Open(path);
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Makes a directory that is empty.</summary>
    public static void Renew(string path)
    {
        Remove(path);
        Directory.CreateDirectory(path);
    }

    /// <summary>
    /// The newest time of change of all files below a directory, in seconds since 1970; null when there are none.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="latest">Times after this one say nothing.</param>
    public static long? NewestTime(string directory, DateTimeOffset latest)
    {
        var newest = new DirectoryInfo(directory).EnumerateFiles("*", Everything)
            .Where(file => file.LinkTarget is null)
            .Select(file => new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero).ToUnixTimeSeconds())
            .Where(time => time <= latest.ToUnixTimeSeconds())
            .DefaultIfEmpty(0)
            .Max();
        return newest > 0 ? newest : null;
    }

    private static void Open(string directory)
    {
        File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var child in Directory.EnumerateDirectories(directory).Where(child => new DirectoryInfo(child).LinkTarget is null))
        {
            Open(child);
        }
    }
}
