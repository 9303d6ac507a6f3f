using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>
/// Finds paths in a <see cref="FileTree"/> as a program inside the container would: symbolic links on the way are
/// followed, and nothing leads out of the root.
/// </summary>
internal sealed class PathResolver(FileTree tree, Warnings warnings)
{
    /// <summary>As many as the kernel follows.</summary>
    private const int MaximumLinks = 40;

    private const int MaximumName = 255;
    private const int MaximumPath = 4095;

    /// <summary>The directory that a path's last component stands in; null when there is none.</summary>
    public FileNode? FindParent(ReadOnlySpan<byte> path) => WalkToParent(path, create: false);

    /// <summary>The directory that a path's last component stands in, made where it is missing.</summary>
    public FileNode MakeParent(ReadOnlySpan<byte> path) => WalkToParent(path, create: true)!;

    /// <summary>The node at a path, not followed if it is a symbolic link; null when nothing is there.</summary>
    public FileNode? Find(ReadOnlySpan<byte> path)
    {
        var components = new EntryPath(path);
        FileNode? node = tree.Root;
        var links = 0;
        while (node is not null && components.Read())
        {
            node = components.IsLast ? node.Find(components.Component) : Step(node, components.Component, create: false, ref links);
        }

        return node is { Exists: true } ? node : null;
    }

    /// <summary>The node for a name in a directory, made when it is missing, for nothing so far.</summary>
    public FileNode MakeNode(FileNode directory, ReadOnlySpan<byte> name)
    {
        if (directory.Find(name) is { } node)
        {
            return node;
        }

        if (name.Length > MaximumName || directory.PathLength + 1 + name.Length > MaximumPath)
        {
            throw new AimeeException(
                $"its name has {name.Length} bytes and its path {directory.PathLength + 1 + name.Length}: Linux takes at most {MaximumName} and {MaximumPath}");
        }

        return tree.Names.Add(directory, name);
    }

    private FileNode? WalkToParent(ReadOnlySpan<byte> path, bool create)
    {
        var components = new EntryPath(path);
        FileNode? node = tree.Root;
        var links = 0;
        while (node is not null && components.Read() && !components.IsLast)
        {
            node = Step(node, components.Component, create, ref links);
        }

        return node;
    }

    private FileNode? Step(FileNode directory, ReadOnlySpan<byte> name, bool create, ref int links)
    {
        var node = directory.Find(name);
        if (node is not { Exists: true })
        {
            return create ? MakeImplied(MakeNode(directory, name)) : null;
        }

        if (node.IsDirectory)
        {
            return node;
        }

        if (node.Inode!.LinkTarget is { } target)
        {
            return Follow(node, target, create, ref links);
        }

        if (!create)
        {
            return null;
        }

        if (node.Layer == tree.Layer)
        {
            throw new AimeeException($"\"{node.DisplayPath()}\" on its way is no directory in this same layer");
        }

        warnings.Add($"\"{node.DisplayPath()}\" becomes a directory, because an entry lies below it, though the layer has no entry for it");
        return MakeImplied(node);
    }

    private FileNode? Follow(FileNode link, ReadOnlySpan<byte> target, bool create, ref int links)
    {
        if (++links > MaximumLinks)
        {
            throw new AimeeException($"more than {MaximumLinks} symbolic links on its way: \"{link.DisplayPath()}\" leads in a circle");
        }

        var node = target[0] == '/' ? tree.Root : link.Parent;
        var components = new EntryPath(target);
        while (node is not null && components.Read())
        {
            node = components.Component.SequenceEqual(".."u8)
                ? node.Parent ?? node
                : Step(node, components.Component, create, ref links);
        }

        return node;
    }

    private FileNode MakeImplied(FileNode node)
    {
        tree.PlaceImplied(node);
        return node;
    }
}
