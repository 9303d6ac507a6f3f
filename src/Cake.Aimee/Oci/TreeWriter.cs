using System.Buffers;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>
/// Writes a <see cref="FileTree"/> as tar archives, in the order of names: directories before what is in them, the
/// first name of a file with its content, the others as links to it. Nothing stands outside that order, because GNU
/// tar sets a directory's time when it has left it. What changed no name is copied with its headers as they are.
/// </summary>
/// <param name="tree">The tree.</param>
/// <param name="contents">The layers' archives.</param>
/// <param name="firstLayer">The lowest layer to write; of those below, only what has to be hidden is told.</param>
/// <param name="outputs">Where the archives go.</param>
internal sealed class TreeWriter(FileTree tree, LayerContents contents, int firstLayer, LayerOutputs outputs)
{
    private readonly ArrayBufferWriter<byte> _headers = new();
    private readonly byte[] _path = new byte[FileNodePath.Maximum];
    private readonly byte[] _linkPath = new byte[FileNodePath.Maximum];
    private readonly HashSet<FileNode> _written = [];
    private int _number;
    private Part _part;

    private enum Part
    {
        All,
        Linked,
        NotLinked,
    }

    /// <summary>Writes all of it.</summary>
    public void Write()
    {
        if (outputs.IsSplit)
        {
            // A link must stand in one archive with its target: so what has several names comes first.
            _part = Part.Linked;
            WriteNode(tree.Root);
            outputs.Next();
            _part = Part.NotLinked;
        }

        WriteNode(tree.Root);
        outputs.Complete();
    }

    private void WriteNode(FileNode node)
    {
        if (node.Inode is { IsDirectory: false } inode)
        {
            if (node.Layer >= firstLayer && (_part == Part.All || (inode.NameCount > 1) == (_part == Part.Linked)))
            {
                WriteInode(node, inode);
            }
        }
        else if (node.IsDirectory)
        {
            if (_part != Part.Linked)
            {
                WriteDirectory(node);
            }

            WriteChildren(node);
        }
    }

    private void WriteChildren(FileNode directory)
    {
        if (directory.Children is null)
        {
            return;
        }

        var children = directory.Children.ToArray();
        Array.Sort(children, (one, other) => one.Name.SequenceCompareTo(other.Name));
        foreach (var child in children)
        {
            if (_part != Part.Linked && child.IsInBase && (!child.Exists || (child.IsImplied && child.Layer >= firstLayer)))
            {
                WriteMarker(child);
            }
        }

        foreach (var child in children)
        {
            WriteNode(child);
        }
    }

    private void WriteInode(FileNode node, FileInode inode)
    {
        inode.WrittenAs ??= inode.FindBaseName(firstLayer);
        if (inode.WrittenAs is { } target)
        {
            WriteLink(node, inode, target);
            return;
        }

        inode.WrittenAs = node;
        if (_part == Part.NotLinked)
        {
            outputs.Reserve(inode.StoredLength);
        }

        WriteEntry(node, inode);
        contents.Release(inode);
    }

    private void WriteDirectory(FileNode directory)
    {
        if (directory.Inode is not { } inode || directory.Layer < firstLayer)
        {
            return;
        }

        outputs.Reserve(inode.StoredLength);
        if (MarkWritten(directory))
        {
            WriteEntry(directory, inode);
        }
    }

    /// <summary>Sees to it that the archive at hand has the directories that a path leads through.</summary>
    private void WriteParents(FileNode node)
    {
        if (node.Parent is { } parent && MarkWritten(parent))
        {
            WriteParents(parent);
            if (parent.Inode is { } inode && parent.Layer >= firstLayer)
            {
                WriteHeaders(parent, inode, inode.Type, default);
            }
        }
    }

    /// <summary>Notes that the archive at hand has a directory.</summary>
    /// <returns>Whether it did not have it before.</returns>
    private bool MarkWritten(FileNode directory)
    {
        if (_number != outputs.Number)
        {
            _number = outputs.Number;
            _written.Clear();
        }

        return _written.Add(directory);
    }

    private void WriteEntry(FileNode node, FileInode inode)
    {
        WriteParents(node);
        if (node.IsVerbatim)
        {
            outputs.Writer.Copy(contents.Plain[inode.Layer], inode.HeaderOffset, inode.StoredLength);
            return;
        }

        WriteHeaders(node, inode, inode.Type, inode.LinkTarget);
        outputs.Writer.Copy(contents.Plain[inode.Layer], inode.DataOffset, TarField.Padded(inode.DataLength));
    }

    private void WriteLink(FileNode node, FileInode inode, FileNode target)
    {
        WriteParents(node);
        target.CopyPath(_linkPath);
        WriteHeaders(node, inode, TarEntryType.HardLink, _linkPath.AsSpan(0, target.PathLength));
    }

    private void WriteHeaders(FileNode node, FileInode inode, TarEntryType type, ReadOnlySpan<byte> linkPath)
    {
        var length = FileNodePath.Write(node, inode.IsDirectory, _path);
        var headers = ArrayPool<byte>.Shared.Rent(inode.HeaderLength);
        contents.Plain[inode.Layer].ReadExactly(inode.HeaderOffset, headers.AsSpan(0, inode.HeaderLength));
        _headers.ResetWrittenCount();
        TarHeader.Rewrite(_headers, headers.AsSpan(0, inode.HeaderLength), type, _path.AsSpan(0, length), linkPath);
        ArrayPool<byte>.Shared.Return(headers);
        outputs.Writer.Write(_headers.WrittenSpan);
    }

    private void WriteMarker(FileNode node)
    {
        WriteParents(node);
        var parentLength = node.PathLength - node.Name.Length;
        node.CopyPath(_path);
        _path.AsSpan(parentLength, node.Name.Length).CopyTo(_linkPath);
        LayerApplier.MarkerPrefix.CopyTo(_path.AsSpan(parentLength));
        _linkPath.AsSpan(0, node.Name.Length).CopyTo(_path.AsSpan(parentLength + LayerApplier.MarkerPrefix.Length));

        _headers.ResetWrittenCount();
        TarHeader.Create(
            _headers, TarEntryType.File, _path.AsSpan(0, node.PathLength + LayerApplier.MarkerPrefix.Length), mode: 0);
        outputs.Writer.Write(_headers.WrittenSpan);
    }
}
