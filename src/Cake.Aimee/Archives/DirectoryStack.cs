namespace Cake.Aimee.Archives;

/// <summary>
/// Walks below a directory without following a symbolic link anywhere, and keeps the directories open that it walked
/// through last, because the next path mostly begins alike.
/// </summary>
/// <param name="root">The directory; it stays open.</param>
internal sealed class DirectoryStack(DirectoryHandle root) : IDisposable
{
    private const int ImpliedMode = 0x1ed;

    private readonly List<(byte[] Name, DirectoryHandle Directory)> _open = [];

    /// <summary>Opens the directory at the end of a path.</summary>
    /// <param name="path">The names on the way, each with its NUL.</param>
    /// <param name="create">Whether directories that are missing are made, with the mode 0755.</param>
    /// <returns>The directory, open until the next call; null when it is not there.</returns>
    /// <exception cref="EntryRefusedException">Something on the way is no directory.</exception>
    /// <exception cref="IOException">A directory can not be opened or made.</exception>
    public DirectoryHandle? Enter(ReadOnlySpan<byte[]> path, bool create)
    {
        var known = 0;
        while (known < path.Length && known < _open.Count && _open[known].Name.AsSpan().SequenceEqual(path[known]))
        {
            known++;
        }

        Close(known);
        for (; known < path.Length; known++)
        {
            var directory = known == 0 ? root : _open[^1].Directory;
            if (Find(directory, path[known], create) is not { } next)
            {
                return null;
            }

            _open.Add((path[known], next));
        }

        return known == 0 ? root : _open[^1].Directory;
    }

    /// <summary>Closes all: names may stand for something else now.</summary>
    public void Forget() => Close(0);

    /// <inheritdoc/>
    public void Dispose() => Close(0);

    private static DirectoryHandle? Find(DirectoryHandle directory, byte[] name, bool create)
    {
        try
        {
            var found = directory.FindDirectory(name);
            if (found is not null || !create)
            {
                return found;
            }

            directory.CreateDirectory(name);
            var made = directory.OpenDirectory(name);
            made.SetMode(ImpliedMode);
            return made;
        }
        catch (IOException exception) when (exception.HResult is SystemError.NoDirectory or SystemError.LinkLoop)
        {
            var what = directory.FindStatus(name) is { IsSymbolicLink: true } ? "a symbolic link" : "no directory";
            throw new EntryRefusedException($"it leads through \"{TarName.Display(name.AsSpan(..^1))}\", which is {what}", exception);
        }
    }

    private void Close(int count)
    {
        for (var at = _open.Count - 1; at >= count; at--)
        {
            _open[at].Directory.Dispose();
        }

        _open.RemoveRange(count, _open.Count - count);
    }
}
