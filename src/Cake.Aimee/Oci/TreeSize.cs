namespace Cake.Aimee.Oci;

/// <summary>How much a <see cref="FileTree"/> will be when it is written.</summary>
/// <param name="Entries">Inodes: files, directories and the rest; further names do not count.</param>
/// <param name="Bytes">Their headers and contents, as they are stored.</param>
internal readonly record struct TreeSize(long Entries, long Bytes)
{
    /// <summary>Measures what layers from a number up have put into a tree.</summary>
    public static TreeSize Of(FileTree tree, int firstLayer)
    {
        var (entries, bytes) = (0L, 0L);
        var withSeveralNames = new HashSet<FileInode>();
        tree.Visit(node =>
        {
            if (node.Inode is { } inode && inode.Layer >= firstLayer && (inode.NameCount == 1 || withSeveralNames.Add(inode)))
            {
                entries++;
                bytes += inode.StoredLength;
            }
        });
        return new(entries, bytes);
    }
}
