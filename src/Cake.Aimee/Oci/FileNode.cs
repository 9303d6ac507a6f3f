namespace Cake.Aimee.Oci;

/// <summary>One name in a <see cref="FileTree"/>.</summary>
internal sealed class FileNode(FileNode? parent, byte[] name)
{
    /// <summary>The directory that the name stands in; null for the root.</summary>
    public readonly FileNode? Parent = parent;

    /// <summary>The name's bytes, without those of its parents.</summary>
    public readonly byte[] Name = name;

    /// <summary>Length of the whole path, in bytes.</summary>
    public readonly int PathLength = parent is null ? 0 : parent.PathLength + name.Length + (parent.Parent is null ? 0 : 1);

    /// <summary>What the name stands for; null when nothing does, or a directory that no layer has an entry for.</summary>
    public FileInode? Inode;

    /// <summary>The names in this directory; null for what is none, or an empty one.</summary>
    public HashSet<FileNode>? Children;

    /// <summary>The layer that put this here.</summary>
    public int Layer;

    /// <summary>The layer whose markers have already hidden all that lower layers put below this name; -1 for none.</summary>
    public int ContentHiddenBy = -1;

    /// <summary>Which layer of the output has this directory already; 0 for none.</summary>
    public int WrittenTo;

    /// <summary>Whether there is something under this name now.</summary>
    public bool Exists;

    /// <summary>Whether the layers below the squashed ones had something under this name.</summary>
    public bool IsInBase;

    /// <summary>Whether the inode's raw headers name this very path, spelled as we spell it.</summary>
    public bool IsVerbatim;

    public bool IsDirectory => Exists && (Inode is null || Inode.IsDirectory);

    /// <summary>A directory that is only there because something in it has an entry.</summary>
    public bool IsImplied => Exists && Inode is null;

    public FileNode? Find(ReadOnlySpan<byte> name) =>
        Children is not null && Children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var child) ? child : null;

    /// <summary>Adds a name that is not there yet, for nothing so far.</summary>
    public FileNode Add(ReadOnlySpan<byte> name)
    {
        var child = new FileNode(this, name.ToArray());
        Children ??= new HashSet<FileNode>(FileNameComparer.Instance);
        Children.Add(child);
        return child;
    }

    /// <summary>Writes the whole path.</summary>
    /// <param name="buffer">At least <see cref="PathLength"/> bytes.</param>
    public void CopyPath(Span<byte> buffer)
    {
        var end = PathLength;
        for (var node = this; node.Parent is not null; node = node.Parent)
        {
            end -= node.Name.Length;
            node.Name.CopyTo(buffer[end..]);
            if (end > 0)
            {
                buffer[--end] = (byte)'/';
            }
        }
    }

    public string DisplayPath()
    {
        var path = new byte[PathLength];
        CopyPath(path);
        return path.Length == 0 ? "/" : Archives.TarName.Display(path);
    }
}
