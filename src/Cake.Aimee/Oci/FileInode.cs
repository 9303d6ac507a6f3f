using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>What one or several names stand for, and where the layers hold it.</summary>
internal sealed class FileInode(TarEntryType type, int layer, long headerOffset, int headerLength, long dataLength)
{
    /// <summary>The layer that holds it.</summary>
    public readonly int Layer = layer;

    /// <summary>Length of its raw headers; its content follows them.</summary>
    public readonly int HeaderLength = headerLength;

    /// <summary>Where its raw headers begin, in bytes from the start of the layer.</summary>
    public readonly long HeaderOffset = headerOffset;

    /// <summary>Length of its content as it is stored, in bytes.</summary>
    public readonly long DataLength = dataLength;

    /// <summary>How many names it has now.</summary>
    public int NameCount;

    /// <summary>All the nodes that were ever made its names, once there was a second one: some may have been taken away.</summary>
    public List<FileNode>? Names;

    /// <summary>What a symbolic link points to.</summary>
    public byte[]? LinkTarget;

    public readonly TarEntryType Type = type;

    /// <summary>The name under which the output has its content; null before it is written.</summary>
    public FileNode? WrittenAs;

    public bool IsDirectory => Type == TarEntryType.Directory;

    public long DataOffset => HeaderOffset + HeaderLength;

    /// <summary>Length of headers and content in whole blocks.</summary>
    public long StoredLength => HeaderLength + ((DataLength + 511) & ~511L);
}
