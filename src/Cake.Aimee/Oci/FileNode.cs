namespace Cake.Aimee.Oci;

/// <summary>One name in a <see cref="FileTree"/>. There is one for every entry of an image, so it is kept small.</summary>
internal sealed class FileNode
{
    /// <summary>The directory that the name stands in; null for the root.</summary>
    public readonly FileNode? Parent;

    /// <summary>What the name stands for; null when nothing does, or a directory that no layer has an entry for.</summary>
    public FileInode? Inode;

    /// <summary>The names in this directory; null for what is none, or an empty one.</summary>
    public FileNodes? Children;

    private readonly byte[] _nameChunk;
    private readonly ushort _nameOffset;
    private readonly ushort _pathLength;
    private readonly byte _nameLength;
    private short _layer;

    public FileNode(FileNode? parent, byte[] nameChunk, int nameOffset, int nameLength)
    {
        Parent = parent;
        _nameChunk = nameChunk;
        _nameOffset = (ushort)nameOffset;
        _nameLength = (byte)nameLength;
        _pathLength = (ushort)(parent is null ? 0 : parent.PathLength + nameLength + (parent.Parent is null ? 0 : 1));
    }

    /// <summary>Whether there is something under this name now.</summary>
    public bool Exists { get; set; }

    /// <summary>Whether the layers below the squashed ones had something under this name.</summary>
    public bool IsInBase { get; set; }

    /// <summary>Whether the inode's raw headers name this very path, spelled as we spell it.</summary>
    public bool IsVerbatim { get; set; }

    /// <summary>The name's bytes, without those of its parents: at most 255.</summary>
    public ReadOnlySpan<byte> Name => _nameChunk.AsSpan(_nameOffset, _nameLength);

    /// <summary>Length of the whole path, in bytes: at most 4095.</summary>
    public int PathLength => _pathLength;

    /// <summary>The layer that put this here.</summary>
    public int Layer
    {
        get => _layer;
        set => _layer = (short)value;
    }

    public bool IsDirectory => Exists && (Inode is null || Inode.IsDirectory);

    /// <summary>A directory that is only there because something in it has an entry.</summary>
    public bool IsImplied => Exists && Inode is null;

    public FileNode? Find(ReadOnlySpan<byte> name) => Children?.Find(name);

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
