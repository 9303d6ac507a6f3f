using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Lays one layer after the other on a <see cref="FileTree"/>, by the rules of the image spec, layer.md.</summary>
internal sealed class LayerApplier
{
    private readonly FileTree _tree;
    private readonly Warnings _warnings;
    private readonly PathResolver _resolver;

    public LayerApplier(FileTree tree, Warnings warnings) =>
        (_tree, _warnings, _resolver) = (tree, warnings, new PathResolver(tree, warnings));

    public static ReadOnlySpan<byte> MarkerPrefix => ".wh."u8;

    public static ReadOnlySpan<byte> OpaqueMarker => ".wh..wh..opq"u8;

    /// <summary>Lays the next layer on top.</summary>
    /// <param name="layer">Its number, from 0 at the bottom.</param>
    /// <param name="content">Its archive, not compressed.</param>
    /// <param name="cancellationToken">Stops between two entries.</param>
    /// <exception cref="AimeeException">The layer breaks a rule; the message names it and the entry.</exception>
    public void Apply(int layer, FileRange content, CancellationToken cancellationToken)
    {
        var name = $"{content.Name} (layer {layer})";
        var reader = new TarReader(content.OpenStream(), name);
        _tree.Layer = layer;
        _warnings.Place = reader.Describe;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Apply(reader);
            }
            catch (AimeeException exception)
            {
                throw new AimeeException($"{reader.Describe()}: {exception.Message}.", exception);
            }
        }

        _warnings.Place = () => name;
        if (!reader.HasTrailer)
        {
            _warnings.Add("the archive has no end mark; if something is missing at its end, nothing in it tells");
        }

        if (reader.IgnoredGlobalHeaders > 0)
        {
            _warnings.Add("global pax headers are ignored, as container engines do");
        }
    }

    private void Apply(TarReader reader)
    {
        var name = LastName(reader.Path);
        if (name.StartsWith(MarkerPrefix))
        {
            ApplyMarker(reader.Path, name);
            return;
        }

        _tree.Tally.Entries++;
        _tree.Tally.Bytes += reader.DataLength;
        if (name.IsEmpty)
        {
            ApplyRoot(reader);
        }
        else if (reader.Type == TarEntryType.HardLink)
        {
            ApplyHardLink(reader, name);
        }
        else
        {
            ApplyInode(reader, name);
        }
    }

    private static ReadOnlySpan<byte> LastName(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
        {
            throw new AimeeException("it has no name");
        }

        var components = new EntryPath(path);
        while (components.Read())
        {
            if (components.Component.SequenceEqual(".."u8))
            {
                throw new AimeeException("\"..\" has no place in the names of a layer");
            }

            if (!components.IsLast && components.Component.StartsWith(MarkerPrefix))
            {
                throw new AimeeException($"it lies below the marker \"{TarName.Display(components.Component)}\", which is no directory");
            }
        }

        return components.Component;
    }

    private void ApplyMarker(ReadOnlySpan<byte> path, ReadOnlySpan<byte> marker)
    {
        _tree.Tally.Markers++;
        var hidden = marker[MarkerPrefix.Length..];
        if (hidden.IsEmpty || hidden.SequenceEqual("."u8) || hidden.SequenceEqual(".."u8))
        {
            throw new AimeeException("a marker has to name what it hides");
        }

        var directory = _resolver.FindParent(path);
        if (marker.SequenceEqual(OpaqueMarker))
        {
            if (directory is not null)
            {
                _tree.HideContent(directory);
            }
        }
        else if (directory?.Find(hidden) is { } node)
        {
            _tree.Hide(node);
        }
    }

    private void ApplyRoot(TarReader reader)
    {
        if (reader.Type != TarEntryType.Directory)
        {
            throw new AimeeException("the root of the file system can only be a directory");
        }

        _tree.Place(_tree.Root, NewInode(reader), reader.IsUnambiguous && reader.Path.SequenceEqual("./"u8));
    }

    private void ApplyInode(TarReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.Type == TarEntryType.SymbolicLink && reader.LinkPath.IsEmpty)
        {
            throw new AimeeException("a symbolic link has to point to something");
        }

        var node = _resolver.MakeNode(_resolver.MakeParent(reader.Path), name);
        WarnOfRepetition(node);
        var inode = NewInode(reader);
        if (inode.Type == TarEntryType.SymbolicLink)
        {
            inode.LinkTarget = reader.LinkPath.ToArray();
        }

        _tree.Place(node, inode, reader.IsUnambiguous && IsSpelledAs(reader, node));
    }

    private void ApplyHardLink(TarReader reader, ReadOnlySpan<byte> name)
    {
        var target = FindLinkTarget(reader.LinkPath);
        var inode = target.Inode!;
        var node = _resolver.MakeNode(_resolver.MakeParent(reader.Path), name);
        if (node.Inode == inode)
        {
            _warnings.Add("a link to itself changes nothing");
            return;
        }

        WarnOfRepetition(node);
        inode.AddName(target, node);
        _tree.Place(node, inode, isVerbatim: false);
    }

    private FileNode FindLinkTarget(ReadOnlySpan<byte> path)
    {
        var components = new EntryPath(path);
        while (components.Read())
        {
            if (components.Component.SequenceEqual(".."u8))
            {
                throw new AimeeException($"it links to \"{TarName.Display(path)}\": \"..\" has no place in the names of a layer");
            }
        }

        var target = _resolver.Find(path)
            ?? throw new AimeeException($"it is a hard link to \"{TarName.Display(path)}\", which neither this layer has told of before, nor a lower one");
        return target.IsDirectory
            ? throw new AimeeException($"it is a hard link to \"{TarName.Display(path)}\", which is a directory")
            : target;
    }

    private void WarnOfRepetition(FileNode node)
    {
        if (node is { Exists: true, Inode: not null } && node.Layer == _tree.Layer)
        {
            _warnings.Add("the layer has this path twice: the last one counts");
        }
    }

    private FileInode NewInode(TarReader reader) =>
        new(reader.Type, _tree.Layer, reader.HeaderOffset, reader.HeaderLength, reader.DataLength);

    /// <summary>Whether the entry's path is, byte for byte, the path that the node has: no symbolic link led elsewhere.</summary>
    private static bool IsSpelledAs(TarReader reader, FileNode node)
    {
        var path = reader.Path;
        if (reader.Type == TarEntryType.Directory)
        {
            if (!path.EndsWith("/"u8))
            {
                return false;
            }

            path = path[..^1];
        }

        if (path.Length != node.PathLength)
        {
            return false;
        }

        for (var at = node; at.Parent is not null; at = at.Parent)
        {
            if (!path.EndsWith(at.Name))
            {
                return false;
            }

            path = path[..^at.Name.Length];
            if (!path.IsEmpty)
            {
                if (path[^1] != '/')
                {
                    return false;
                }

                path = path[..^1];
            }
        }

        return path.IsEmpty;
    }
}
