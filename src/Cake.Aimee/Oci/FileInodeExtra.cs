namespace Cake.Aimee.Oci;

/// <summary>What few inodes have.</summary>
internal sealed class FileInodeExtra
{
    /// <summary>What a symbolic link points to.</summary>
    public byte[]? LinkTarget { get; set; }

    /// <summary>All the nodes that were ever made names of the inode, once there was a second: some may have been taken away.</summary>
    public List<FileNode>? Names { get; set; }
}
