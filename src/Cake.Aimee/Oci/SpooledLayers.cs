using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>
/// Compressed layers of an image, decompressed several at once to files that have no name and so vanish with the
/// process. What higher layers hide is not kept, and what was copied to the output need not be.
/// </summary>
/// <param name="plain">Where the layers are told that can be read; the others are not there yet.</param>
/// <param name="options">How to go about it.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class SpooledLayers(FileRange[] plain, LayerContentOptions options, CancellationToken cancellationToken) : IDisposable
{
    private readonly ConcurrentBag<SafeFileHandle> _files = [];
    private readonly HiddenPaths _hidden = new();
    private readonly HashSet<int> _givesBack = [];
    private ImmutableArray<SpooledLayer> _sparse = [];

    /// <summary>Whether there are any.</summary>
    public bool HasAny => !_files.IsEmpty;

    /// <summary>Makes layers readable.</summary>
    /// <exception cref="AimeeException">A layer is damaged.</exception>
    public void Spool(List<LayerGroup> groups)
    {
        if (groups.Count > 0 && SpoolDirectory.CanGiveBack(options.SpoolDirectory))
        {
            // Where a layer stands twice in an image, its contents may be read twice.
            _givesBack.UnionWith(groups.Where(group => group.Indexes.Count == 1).Select(group => group.Top));
        }

        _sparse = Decompress(groups, group => entry => IsWanted(entry, group.Top));
    }

    /// <summary>Checks the digests of layers that are not to be read.</summary>
    /// <exception cref="AimeeException">The layer is damaged.</exception>
    public void Verify(LayerGroup group)
    {
        using var spool = new LayerSpool(group.First, keep: false, isWanted: null, options, cancellationToken);
        Decompress(group, spool);
    }

    /// <summary>Names alone may have told too little: layers of which something is missing are decompressed again, whole.</summary>
    public void Restore(FileTree tree)
    {
        if (_sparse.IsEmpty)
        {
            return;
        }

        var sparse = new SpooledLayer?[plain.Length];
        foreach (var layer in _sparse)
        {
            layer.Group.Indexes.ForEach(index => sparse[index] = layer);
        }

        var missing = new HashSet<int>();
        tree.Visit(node =>
        {
            if (node.Inode is { } inode && sparse[inode.Layer]?.Lacks(inode.DataOffset) == true
                && node.Layer >= options.FirstLayer && inode.FindBaseName(options.FirstLayer) is null)
            {
                missing.Add(inode.Layer);
            }
        });
        var groups = _sparse.Select(layer => layer.Group).Where(group => group.Indexes.Any(missing.Contains)).ToList();
        groups.ForEach(group => plain[group.Top].File.Dispose());
        _sparse = Decompress(groups, _ => null);
    }

    /// <summary>Tells that a file's content is not read any more.</summary>
    public void Release(FileInode inode)
    {
        if (inode.DataLength >= options.SmallestLeftOut && _givesBack.Contains(inode.Layer))
        {
            PosixFile.MakeHole(plain[inode.Layer].File, inode.DataOffset, inode.DataLength);
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private bool IsWanted(TarReader entry, int layer)
    {
        _hidden.Add(entry, layer);
        return options.WithContents && layer >= options.FirstLayer
            && (entry.DataLength < options.SmallestLeftOut || !_hidden.Hides(entry, layer));
    }

    /// <summary>Makes layers readable.</summary>
    /// <returns>Those of which contents were not kept.</returns>
    private ImmutableArray<SpooledLayer> Decompress(List<LayerGroup> groups, Func<LayerGroup, Func<TarReader, bool>?> isWanted)
    {
        groups.ForEach(group => options.Meter.Expect(group.Content.Length));
        options.Meter.Activity = "decompress";
        var sparse = new ConcurrentBag<SpooledLayer>();
        var actions = LayerGroup.InOrder(groups, options.Threads)
            .Select(group => (Action)(() => sparse.Add(Decompress(group, isWanted(group))))).ToList();
        LayerWork.RunAll(actions, options.Threads, cancellationToken);
        options.Meter.Activity = "squash";
        return [.. sparse.Where(layer => !layer.IsWhole)];
    }

    /// <summary>Makes a layer readable.</summary>
    private SpooledLayer Decompress(LayerGroup group, Func<TarReader, bool>? isWanted)
    {
        using var spool = new LayerSpool(group.First, keep: true, isWanted, options, cancellationToken);
        Decompress(group, spool);
        var content = spool.TakeContent();
        _files.Add(content.File);
        group.Indexes.ForEach(index => plain[index] = content);
        var layer = new SpooledLayer(group, content, spool.LeftOut);
        if (_givesBack.Contains(group.Top))
        {
            _hidden.Keep(layer, spool.Kept);
        }

        return layer;
    }

    private static void Decompress(LayerGroup group, LayerSpool spool)
    {
        var (diffId, blobDigest) = spool.Run();
        foreach (var copy in group.Copies)
        {
            // Always: a gzip stream that is cut off ends like a whole one.
            LayerDigests.Check(copy, [copy.DiffId], diffId);
            LayerDigests.Check(copy, copy.BlobDigest is null ? [] : [copy.BlobDigest], blobDigest);
        }
    }
}
