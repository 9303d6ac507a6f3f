using System.Text;

namespace Cake.Aimee.Archives;

/// <summary>
/// A directory that archives are unpacked into, and that is never left: no name leads out of it, and no symbolic link
/// is followed, whoever made it. As with <c>tar</c>, the last one of several entries of one name counts. Its methods
/// throw an <see cref="EntryRefusedException"/> for what an archive may not ask for; the message is the reason.
/// </summary>
internal sealed class UnpackDirectory : IDisposable
{
    private const int LongestPath = 4095;
    private const int UserReadWrite = 0x180;
    private const int UserAll = 0x1c0;
    private const int WithoutOthersWrite = 0x1ed;
    private const int AllModes = 0xfff;
    private const string Capability = "security.capability";

    private readonly DirectoryHandle _root;
    private readonly DirectoryStack _stack;
    private readonly DirectoryStack _targets;
    private readonly UnpackOptions _options;
    private readonly SortedDictionary<string, (byte[][] Path, int Mode, FileTime Modified)> _directories = new(StringComparer.Ordinal);

    /// <param name="directory">The directory; it is made when it is not there.</param>
    /// <param name="options">How modes are set.</param>
    /// <exception cref="IOException">It can not be made or opened.</exception>
    public UnpackDirectory(string directory, UnpackOptions options)
    {
        Path = directory;
        Directory.CreateDirectory(directory);
        _root = DirectoryHandle.Open(directory);
        _stack = new DirectoryStack(_root);
        _targets = new DirectoryStack(_root);
        _options = options;
    }

    /// <summary>Its path, as it was given.</summary>
    public string Path { get; }

    /// <summary>Makes an empty file; what had its name is gone.</summary>
    public NewFile CreateFile(ReadOnlySpan<byte> path)
    {
        NewFile? file = null;
        Make(path, (directory, name) => (file = directory.CreateFile(name)) is not null);
        return file!;
    }

    /// <summary>Gives a file that was written its mode, time and capabilities.</summary>
    public void Complete(NewFile file, int mode, FileTime modified, ReadOnlySpan<byte> capability)
    {
        file.SetMode(_options.KeepModes ? mode & AllModes : (mode & WithoutOthersWrite) | UserReadWrite);
        if (_options.KeepModes && !capability.IsEmpty && Environment.IsPrivilegedProcess)
        {
            file.SetAttribute(Capability, capability);
        }

        file.SetModified(modified);
    }

    /// <summary>Makes a directory, unless there is one; it gets mode and time in the end.</summary>
    public void AddDirectory(ReadOnlySpan<byte> path, int mode, FileTime modified)
    {
        var parts = Split(path);
        if (parts.Length == 0)
        {
            // The directory itself, which is the caller's.
            return;
        }

        var parent = _stack.Enter(parts.AsSpan(..^1), create: true)!;
        if (!parent.CreateDirectory(parts[^1]) && parent.FindStatus(parts[^1]) is not { IsDirectory: true })
        {
            Clear(parts).CreateDirectory(parts[^1]);
        }

        var final = _options.KeepModes ? mode & AllModes : (mode & WithoutOthersWrite) | UserAll;
        _directories[KeyOf(parts)] = (parts, final, modified);
    }

    /// <summary>Makes a symbolic link. What it names does not matter: it is never followed.</summary>
    public void AddSymbolicLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target, FileTime modified)
    {
        byte[] text = [.. target, 0];
        var (directory, name) = Make(path, (directory, name) => directory.CreateSymbolicLink(name, text));
        directory.SetModified(name, modified);
    }

    /// <summary>Gives a file that is there another name.</summary>
    public void AddLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target)
    {
        var parts = Split(target);
        var found = parts.Length == 0 ? null : _targets.Enter(parts.AsSpan(..^1), create: false)?.FindStatus(parts[^1]);
        if (found is not { IsDirectory: false } status)
        {
            throw new EntryRefusedException($"it is a hard link to \"{TarName.Display(target)}\", and there is no such file");
        }

        Make(path, (directory, name) =>
            directory.CreateLink(name, _targets.Enter(parts.AsSpan(..^1), create: false)!, parts[^1])
            || (directory.FindStatus(name) is { } there && there.Inode == status.Inode && there.Volume == status.Volume));
    }

    /// <summary>Makes a named pipe or a device node.</summary>
    public void AddNode(ReadOnlySpan<byte> path, int type, int mode, (uint Major, uint Minor) device, FileTime modified)
    {
        if (!_options.AllowSpecialFiles)
        {
            throw new EntryRefusedException("it is a device node or a named pipe, which is not to be made here");
        }

        var (directory, name) = Make(path, (directory, name) => directory.CreateNode(name, type | (mode & AllModes), device));
        directory.SetMode(name, mode & AllModes);
        directory.SetModified(name, modified);
    }

    /// <summary>Gives all directories their modes and times, the innermost first.</summary>
    public void Complete()
    {
        foreach (var (path, mode, modified) in _directories.Values.Reverse())
        {
            // One that was replaced later is passed over.
            if (_stack.Enter(path.AsSpan(..^1), create: false)?.FindStatus(path[^1]) is { IsDirectory: true })
            {
                var directory = _stack.Enter(path, create: false)!;
                directory.SetMode(mode);
                directory.SetModified(modified);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stack.Dispose();
        _targets.Dispose();
        _root.Dispose();
    }

    private static byte[][] Split(ReadOnlySpan<byte> path)
    {
        if (path.StartsWith("/"u8))
        {
            throw new EntryRefusedException("its path is absolute");
        }

        if (path.Length > LongestPath)
        {
            throw new EntryRefusedException($"its path has more than {LongestPath} bytes");
        }

        var parts = new List<byte[]>();
        foreach (var range in path.Split((byte)'/'))
        {
            var part = path[range];
            if (part.SequenceEqual(".."u8))
            {
                throw new EntryRefusedException("its path leads upwards (\"..\")");
            }

            if (!part.IsEmpty && !part.SequenceEqual("."u8))
            {
                parts.Add([.. part, 0]);
            }
        }

        return [.. parts];
    }

    private static string KeyOf(byte[][] parts) => string.Concat(parts.Select(Encoding.Latin1.GetString));

    /// <summary>Makes something; what had its name before is removed.</summary>
    private (DirectoryHandle Directory, byte[] Name) Make(ReadOnlySpan<byte> path, Func<DirectoryHandle, byte[], bool> create)
    {
        var parts = Split(path);
        if (parts.Length == 0)
        {
            throw new EntryRefusedException("its path names the directory itself");
        }

        var directory = _stack.Enter(parts.AsSpan(..^1), create: true)!;
        if (!create(directory, parts[^1]))
        {
            directory = Clear(parts);
            if (!create(directory, parts[^1]))
            {
                throw new EntryRefusedException("something else makes files here at the same time");
            }
        }

        return (directory, parts[^1]);
    }

    /// <summary>Removes what has a name. Directories that were open may be gone after it.</summary>
    /// <returns>The directory that held it.</returns>
    private DirectoryHandle Clear(byte[][] path)
    {
        try
        {
            _stack.Enter(path.AsSpan(..^1), create: false)!.Remove(path[^1]);
        }
        catch (IOException exception) when (exception.HResult is SystemError.NotEmpty)
        {
            throw new EntryRefusedException("a directory that is not empty stands in its place", exception);
        }

        _stack.Forget();
        _targets.Forget();
        return _stack.Enter(path.AsSpan(..^1), create: true)!;
    }
}
