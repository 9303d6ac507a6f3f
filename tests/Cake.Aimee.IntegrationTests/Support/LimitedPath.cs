namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>A PATH on which some programs are not: links to all the others.</summary>
internal static class LimitedPath
{
    /// <summary>Makes it.</summary>
    /// <param name="directory">An empty directory for the links.</param>
    /// <param name="without">Names of the programs that are not to be found.</param>
    public static string Make(string directory, params string[] without)
    {
        Directory.CreateDirectory(directory);
        var programs = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .DistinctBy(Path.GetFileName)
            .Where(program => !without.Contains(Path.GetFileName(program)));
        foreach (var program in programs)
        {
            File.CreateSymbolicLink(Path.Combine(directory, Path.GetFileName(program)), program);
        }

        return directory;
    }
}
