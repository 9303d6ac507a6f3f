using System.Text;

namespace Cake.Aimee.Archives;

/// <summary>
/// Removes a directory with all that is in it, whatever it holds: names that are no UTF-8 (which .NET does not find),
/// directories that may not be written to. No link is followed, and nothing that is mounted there is touched.
/// </summary>
public static class DirectoryRemoval
{
    private const int UserAll = 0x1c0;

    /// <summary>Removes a directory, or a file. Nothing happens when there is none.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="IOException">Something can not be removed, or something is mounted in the directory.</exception>
    public static void Remove(string path)
    {
        path = Path.GetFullPath(path.TrimEnd('/'));
        var parent = Path.GetDirectoryName(path) ?? throw new IOException("The root directory is not removed.");
        if (!Directory.Exists(parent))
        {
            return;
        }

        try
        {
            using var directory = DirectoryHandle.Open(parent);
            byte[] name = [.. Encoding.UTF8.GetBytes(Path.GetFileName(path)), 0];
            if (directory.FindStatus(name) is { } status)
            {
                Remove(directory, name, status, status.Volume);
            }
        }
        catch (IOException exception)
        {
            throw new IOException($"{path} can not be removed: {exception.Message}", exception);
        }
    }

    private static void Remove(DirectoryHandle parent, byte[] name, FileStatus status, ulong volume)
    {
        if (status.IsDirectory)
        {
            if (status.Volume != volume)
            {
                throw new IOException($"something is mounted at '{TarName.Display(name.AsSpan(..^1))}'");
            }

            if ((status.Mode & UserAll) != UserAll)
            {
                parent.SetMode(name, UserAll);
            }

            using var directory = parent.OpenDirectory(name);
            foreach (var child in directory.ReadNames())
            {
                if (directory.FindStatus(child) is { } found)
                {
                    Remove(directory, child, found, volume);
                }
            }
        }

        parent.Remove(name);
    }
}
