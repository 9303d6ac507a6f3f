using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>
/// What one or several names stand for, and where the layers hold it. There is one for nearly every entry of an image,
/// so it is kept small.
/// </summary>
internal sealed class FileInode(TarEntryType type, int layer, long headerOffset, int headerLength, long dataLength)
{
    /// <summary>Where its raw headers begin, in bytes from the start of the layer.</summary>
    public readonly long HeaderOffset = headerOffset;

    /// <summary>Length of its content as it is stored, in bytes.</summary>
    public readonly long DataLength = dataLength;

    /// <summary>Length of its raw headers; its content follows them.</summary>
    public readonly int HeaderLength = headerLength;

    /// <summary>How many names it has now.</summary>
    public int NameCount;

    /// <summary>The name under which the output has its content; null before it is written.</summary>
    public FileNode? WrittenAs;

    private readonly short _layer = (short)layer;
    private readonly byte _type = (byte)type;

    // What a symbolic link points to, all nodes that were ever made names, or both; most inodes have neither.
    private FileInodeExtra? _extra;

    /// <summary>What it makes.</summary>
    public TarEntryType Type => (TarEntryType)_type;

    /// <summary>The layer that holds it.</summary>
    public int Layer => _layer;

    /// <summary>What a symbolic link points to.</summary>
    public byte[]? LinkTarget
    {
        get => _extra?.LinkTarget;
        set => (_extra ??= new FileInodeExtra()).LinkTarget = value;
    }

    public bool IsDirectory => Type == TarEntryType.Directory;

    public long DataOffset => HeaderOffset + HeaderLength;

    /// <summary>Length of headers and content in whole blocks.</summary>
    public long StoredLength => HeaderLength + TarField.Padded(DataLength);

    /// <summary>Remembers a further name.</summary>
    public void AddName(FileNode first, FileNode further)
    {
        var extra = _extra ??= new FileInodeExtra();
        extra.Names ??= [first];
        extra.Names.Add(further);
    }

    /// <summary>A name by which the layers below a number have it still, so that those above can link to it.</summary>
    public FileNode? FindBaseName(int firstLayer) => Layer < firstLayer ? FindName(name => name.Layer < firstLayer) : null;

    /// <summary>The first of several names that it has now and that answers a question; null when none does.</summary>
    public FileNode? FindName(Func<FileNode, bool> isMeant) =>
        _extra?.Names?.Find(name => name.Inode == this && isMeant(name));
}
