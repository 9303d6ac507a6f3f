using System.Text;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>Finds what of a directory is packed, in the order in which it is packed.</summary>
internal sealed class DirectoryScan
{
    private const int LongestList = 10;

    private readonly DirectoryHandle _root;
    private readonly PackRequest _request;
    private readonly CancellationToken _cancellationToken;
    private readonly List<PackEntry> _entries = [];
    private readonly List<string> _sockets = [];

    private DirectoryScan(DirectoryHandle root, PackRequest request, CancellationToken cancellationToken)
    {
        _root = root;
        _request = request;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Reads the directory and adds the files that are not on disk.</summary>
    /// <exception cref="AimeeException">Something can not be read or can not stand in an archive.</exception>
    public static List<PackEntry> Read(DirectoryHandle root, PackRequest request, CancellationToken cancellationToken)
    {
        var scan = new DirectoryScan(root, request, cancellationToken);
        scan.ReadDirectory([]);
        if (scan._sockets.Count > 0)
        {
            var more = scan._sockets.Count > LongestList ? $" and {scan._sockets.Count - LongestList} more" : "";
            throw new AimeeException(
                $"{request.Directory} can not be packed: no archive can hold a socket, and there is {string.Join(", ", scan._sockets.Take(LongestList))}{more}. Remove it, or see to it that it is not made.");
        }

        return NameLinks(ExtraFiles.Merge(scan._entries, request));
    }

    /// <summary>Adds what lies in a directory.</summary>
    /// <returns>Whether any of it is packed.</returns>
    private bool ReadDirectory(byte[] path)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var start = _entries.Count;
        var directories = new List<(byte[] Path, FileStatus Status)>();
        try
        {
            using var directory = _root.OpenDirectory(path.Length == 0 ? ".\0"u8 : [.. path, 0]);
            foreach (var name in directory.ReadNames())
            {
                var status = directory.StatusOf(name);
                byte[] child = path.Length == 0 ? name[..^1] : [.. path, (byte)'/', .. name.AsSpan(0, name.Length - 1)];
                if (status.IsDirectory)
                {
                    directories.Add((child, status));
                }
                else
                {
                    Add(child, status);
                }
            }
        }
        catch (IOException exception)
        {
            throw new AimeeException($"{_request.Directory}/{TarName.Display(path)}: can not be packed: {exception.Message}", exception);
        }

        foreach (var (child, status) in directories)
        {
            if (ReadDirectory(child) | IsIncluded(child))
            {
                _entries.Add(new(child, TarEntryType.Directory, status));
            }
        }

        return _entries.Count > start;
    }

    private void Add(byte[] path, FileStatus status)
    {
        if (!IsIncluded(path))
        {
            return;
        }

        if (status.EntryType is { } type)
        {
            _entries.Add(new(path, type, status));
        }
        else
        {
            _sockets.Add(TarName.Display(path));
        }
    }

    private bool IsIncluded(byte[] path) => _request.Include?.Invoke(Encoding.UTF8.GetString(path)) ?? true;

    /// <summary>The first name of a file keeps its content, the others become links to it.</summary>
    private static List<PackEntry> NameLinks(List<PackEntry> entries)
    {
        var first = new Dictionary<(ulong, ulong), byte[]>();
        for (var at = 0; at < entries.Count; at++)
        {
            var entry = entries[at];
            if (entry is { Type: TarEntryType.File, Content: null, Status.LinkCount: > 1 }
                && !first.TryAdd((entry.Status.Volume, entry.Status.Inode), entry.Path))
            {
                entries[at] = entry with { Type = TarEntryType.HardLink, LinkPath = first[(entry.Status.Volume, entry.Status.Inode)] };
            }
        }

        return entries;
    }
}
