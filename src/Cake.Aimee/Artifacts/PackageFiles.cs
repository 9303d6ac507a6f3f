using System.Text;

namespace Cake.Aimee.Artifacts;

/// <summary>The two files in an artifact that tell of it.</summary>
internal static class PackageFiles
{
    private const string Directory = "var/db/binpkgs/";

    /// <summary>The list of all that is in it and is no directory.</summary>
    public static string ListOf(string id) => Directory + id;

    /// <summary>The description.</summary>
    public static string DescriptionOf(string id) => $"{Directory}{id}.json";

    /// <summary>Writes the list: each path ends with a NUL.</summary>
    public static byte[] WriteList(IEnumerable<string> paths) => Encoding.UTF8.GetBytes(string.Concat(paths.Select(path => path + '\0')));

    /// <summary>Reads a list.</summary>
    public static string[] ReadList(ReadOnlySpan<byte> list) => Encoding.UTF8.GetString(list).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
