namespace Cake.Aimee.Oci;

/// <summary>
/// The file system that layers make, without its bytes: names, and the inodes behind them. The layers are laid on it
/// from the bottom up.
/// </summary>
internal sealed class FileTree
{
    private readonly LayerTally[] _tallies;
    private int _layer;

    public FileTree(int layers)
    {
        _tallies = [.. Enumerable.Range(0, layers).Select(_ => new LayerTally())];
        Root = new FileNode(null, [], 0, 0) { Exists = true, Layer = -1 };
    }

    public FileNode Root { get; }

    /// <summary>The bytes of all names.</summary>
    public FileNames Names { get; } = new();

    /// <summary>What each layer brought and hid.</summary>
    public IReadOnlyList<LayerTally> Tallies => _tallies;

    public LayerTally Tally => _tallies[_layer];

    /// <summary>The layer that is being laid on now.</summary>
    public int Layer
    {
        get => _layer;
        set => _layer = value;
    }

    /// <summary>Remembers all that is there now as what lies below the squashed layers.</summary>
    public void SealBase() => Visit(node => node.IsInBase = node.Exists);

    /// <summary>Shows all names, in no order.</summary>
    public void Visit(Action<FileNode> visit) => Visit(Root, visit);

    /// <summary>Makes a name stand for an inode; a directory over a directory keeps what is in it.</summary>
    public void Place(FileNode node, FileInode inode, bool isVerbatim)
    {
        if (node.IsDirectory && inode.IsDirectory)
        {
            Release(node);
        }
        else
        {
            Vacate(node);
        }

        inode.NameCount++;
        node.Inode = inode;
        node.IsVerbatim = isVerbatim;
        node.Exists = true;
        node.Layer = _layer;
    }

    /// <summary>Makes a name stand for a directory that has no entry.</summary>
    public void PlaceImplied(FileNode node)
    {
        Vacate(node);
        node.Exists = true;
        node.Layer = _layer;
    }

    /// <summary>Hides what lower layers put at a name and below it; this layer's own entries stay.</summary>
    public void Hide(FileNode node)
    {
        HideContent(node);
        if (!node.Exists || node.Layer == _layer)
        {
            return;
        }

        Release(node);
        if (node.Children?.Any(child => child.Exists) == true)
        {
            node.Layer = _layer;
        }
        else
        {
            Detach(node);
        }
    }

    /// <summary>Hides what lower layers put below a directory; the directory itself stays.</summary>
    public void HideContent(FileNode node)
    {
        if (node.Children is not { } children || children.HiddenBy == _layer)
        {
            return;
        }

        children.HiddenBy = _layer;
        foreach (var child in children)
        {
            Hide(child);
        }
    }

    private static void Visit(FileNode node, Action<FileNode> visit)
    {
        visit(node);
        if (node.Children is { } children)
        {
            foreach (var child in children)
            {
                Visit(child, visit);
            }
        }
    }

    private void Vacate(FileNode node)
    {
        Release(node);
        node.Exists = false;
        if (node.Children is { } children)
        {
            foreach (var child in children)
            {
                Vacate(child);
                Detach(child);
            }
        }
    }

    /// <summary>Takes a name that stands for nothing any more out of its directory, unless the base has to be told of it.</summary>
    private static void Detach(FileNode node)
    {
        node.Exists = false;
        if (!node.IsInBase)
        {
            node.Parent!.Children!.Remove(node);
        }
    }

    private void Release(FileNode node)
    {
        node.IsVerbatim = false;
        if (node.Inode is not { } inode)
        {
            return;
        }

        node.Inode = null;
        if (--inode.NameCount == 0 && inode.Layer != _layer)
        {
            _tallies[inode.Layer].WastedBytes += inode.DataLength;
            _tallies[_layer].HiddenEntries++;
            _tallies[_layer].HiddenBytes += inode.DataLength;
        }
    }
}
