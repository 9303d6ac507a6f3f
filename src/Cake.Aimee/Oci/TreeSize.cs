namespace Cake.Aimee.Oci;

/// <summary>How much a <see cref="FileTree"/> will be when it is written.</summary>
/// <param name="Entries">Inodes: files, directories and the rest; further names do not count.</param>
/// <param name="Bytes">Their headers and contents, as they are stored.</param>
internal readonly record struct TreeSize(long Entries, long Bytes)
{
    /// <summary>Measures what layers from a number up have put into a tree.</summary>
    public static TreeSize Of(FileTree tree, int firstLayer) => Of(tree.Root, firstLayer, []);

    private static TreeSize Of(FileNode node, int firstLayer, HashSet<FileInode> withSeveralNames)
    {
        var size = default(TreeSize);
        if (node.Inode is { } inode && inode.Layer >= firstLayer && (inode.NameCount == 1 || withSeveralNames.Add(inode)))
        {
            size = new TreeSize(1, inode.StoredLength);
        }

        if (node.Children is { } children)
        {
            foreach (var child in children)
            {
                var below = Of(child, firstLayer, withSeveralNames);
                size = new TreeSize(size.Entries + below.Entries, size.Bytes + below.Bytes);
            }
        }

        return size;
    }
}
