namespace Cake.Aimee.Stages;

/// <summary>
/// Copies directories: files with their contents and times, links as links. Of modes only whether a file is a program
/// is taken over: the rest is a matter of whose directory it is.
/// </summary>
internal static class DirectoryCopy
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Program = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Copies what is in a directory into another one, which is made when needed.</summary>
    /// <param name="source">The directory.</param>
    /// <param name="target">Where its content goes.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <exception cref="IOException">Something can not be read or written.</exception>
    public static void Copy(string source, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(path, link);
            }
            else if (entry is DirectoryInfo directory)
            {
                Copy(directory.FullName, path, cancellationToken);
            }
            else
            {
                File.Copy(entry.FullName, path);
                File.SetUnixFileMode(path, (entry.UnixFileMode & UnixFileMode.UserExecute) != 0 ? Program : Plain);
            }
        }
    }
}
