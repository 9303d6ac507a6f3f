using Cake.Aimee.Archives;

namespace Cake.Aimee.Stages;

/// <summary>Directories that stages have written to: they may hold anything.</summary>
internal static class WorkDirectory
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Makes a directory that is empty.</summary>
    public static void Renew(string path)
    {
        DirectoryRemoval.Remove(path);
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
}
