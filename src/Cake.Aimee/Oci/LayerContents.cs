using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>
/// The layers of an image as plain archives that can be read at any place. Compressed ones are decompressed first,
/// several at once, to files that have no name and so vanish with the process; what higher layers hide is not kept.
/// Digests are checked on the way; those of plain layers in the background, if wanted.
/// </summary>
internal sealed class LayerContents : IDisposable
{
    private readonly LayerContentOptions _options;
    private readonly CancellationToken _callersToken;
    private readonly CancellationTokenSource _cancellation;
    private readonly ConcurrentBag<SafeFileHandle> _spooled = [];
    private readonly FileRange[] _plain;
    private readonly HiddenPaths _hidden = new();
    private ImmutableArray<SpooledLayer> _sparse = [];
    private Task _verification = Task.CompletedTask;

    private LayerContents(int layers, LayerContentOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _plain = new FileRange[layers];
        _callersToken = cancellationToken;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>The layers that were asked for, the lowest first.</summary>
    public IReadOnlyList<FileRange> Plain => _plain;

    /// <summary>Signalled when the work is given up: by the caller, or because a digest did not match.</summary>
    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Makes an image's layers readable.</summary>
    /// <param name="layers">All layers of the image: all are verified.</param>
    /// <param name="count">How many of them, from the lowest, are to be read.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static LayerContents Open(
        IReadOnlyList<Layer> layers, int count, LayerContentOptions options, CancellationToken cancellationToken)
    {
        var contents = new LayerContents(count, options, cancellationToken);
        try
        {
            contents.Start(layers);
            return contents;
        }
        catch
        {
            contents.Dispose();
            throw;
        }
    }

    /// <summary>Lays all layers on each other, and sees to it that all contents can be read that are seen in the end.</summary>
    /// <param name="warnings">Told of what is doubtful.</param>
    public FileTree BuildTree(Warnings warnings)
    {
        var tree = FileTreeBuilder.Build(_plain, _options.FirstLayer, warnings, CancellationToken);
        if (_options.WithContents)
        {
            Restore(tree);
        }

        return tree;
    }

    /// <summary>Does something with the layers, and waits until all digests are verified too.</summary>
    /// <exception cref="AimeeException">A digest does not match.</exception>
    public void Run(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (!_callersToken.IsCancellationRequested)
        {
            // The verification gave up, and says why below.
        }

        Unwrap(() => _verification.Wait());
    }

    public void Dispose()
    {
        _cancellation.Cancel();
        Task.WhenAny(_verification).Wait();
        foreach (var file in _spooled)
        {
            file.Dispose();
        }

        _cancellation.Dispose();
    }

    private void Start(IReadOnlyList<Layer> layers)
    {
        var spool = new List<LayerGroup>();
        var verify = new List<Action>();
        foreach (var group in LayerGroup.Of(layers, _plain.Length))
        {
            if (group.First.Compression == Compression.None)
            {
                group.Indexes.ForEach(index => _plain[index] = group.Content);
                if (_options.Verify)
                {
                    verify.Add(() => VerifyPlain(group));
                    _options.Meter.Expect(group.Content.Length);
                }
            }
            else if (!group.Indexes.IsEmpty)
            {
                spool.Add(group);
            }
            else if (_options.Verify)
            {
                verify.Add(() => Decompress(group, isWanted: null));
                _options.Meter.Expect(group.Content.Length);
            }
        }

        _sparse = Spool(spool, group => entry => IsWanted(entry, group.Top));
        _verification = verify.Count == 0 ? Task.CompletedTask : Task.Factory.StartNew(
            () => RunVerification(verify), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private bool IsWanted(TarReader entry, int layer)
    {
        _hidden.Add(entry, layer);
        return _options.WithContents && layer >= _options.FirstLayer
            && (entry.DataLength < _options.SmallestLeftOut || !_hidden.Hides(entry, layer));
    }

    /// <summary>Names alone may have told too little: layers of which something is missing are decompressed again, whole.</summary>
    private void Restore(FileTree tree)
    {
        if (_sparse.IsEmpty)
        {
            return;
        }

        var leftOut = new IReadOnlySet<long>?[_plain.Length];
        foreach (var layer in _sparse)
        {
            layer.Group.Indexes.ForEach(index => leftOut[index] = layer.LeftOut);
        }

        var missing = new HashSet<int>();
        tree.Visit(node =>
        {
            if (node.Inode is { } inode && leftOut[inode.Layer]?.Contains(inode.DataOffset) == true
                && node.Layer >= _options.FirstLayer && inode.FindBaseName(_options.FirstLayer) is null)
            {
                missing.Add(inode.Layer);
            }
        });
        var groups = _sparse.Select(layer => layer.Group).Where(group => group.Indexes.Any(missing.Contains)).ToList();
        groups.ForEach(group => _plain[group.Top].File.Dispose());
        _sparse = Spool(groups, _ => null);
    }

    /// <summary>Makes layers readable.</summary>
    /// <returns>Those of which contents were not kept.</returns>
    private ImmutableArray<SpooledLayer> Spool(List<LayerGroup> groups, Func<LayerGroup, Func<TarReader, bool>?> isWanted)
    {
        groups.ForEach(group => _options.Meter.Expect(group.Content.Length));
        _options.Meter.Activity = "decompress";
        var sparse = new ConcurrentBag<SpooledLayer>();
        var actions = LayerGroup.InOrder(groups, _options.Threads)
            .Select(group => (Action)(() => sparse.Add(new(group, Decompress(group, isWanted(group)))))).ToList();
        Unwrap(() => RunAll(actions));
        _options.Meter.Activity = "squash";
        return [.. sparse.Where(layer => layer.LeftOut.Count > 0)];
    }

    private void RunVerification(List<Action> verify)
    {
        try
        {
            RunAll(verify);
        }
        catch
        {
            _cancellation.Cancel();
            throw;
        }
    }

    private void RunAll(List<Action> actions)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = CancellationToken };
        var ordered = Partitioner.Create(actions, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(ordered, parallel, action => action());
    }

    private void VerifyPlain(LayerGroup group)
    {
        foreach (var algorithm in group.Copies.SelectMany(LayerDigests.Stated).Select(digest => digest.Algorithm).Distinct().ToList())
        {
            var hash = Hash(group.Content, new Digest(algorithm, "").HashAlgorithm);
            group.Copies.ForEach(layer => LayerDigests.Check(layer, LayerDigests.Stated(layer), new Digest(algorithm, hash)));
        }
    }

    /// <summary>Makes a layer readable, if it is to be read, and checks its digests.</summary>
    /// <returns>Where the contents begin that were not kept.</returns>
    private IReadOnlySet<long> Decompress(LayerGroup group, Func<TarReader, bool>? isWanted)
    {
        using var spool = new LayerSpool(group.First, keep: !group.Indexes.IsEmpty, isWanted, _options, CancellationToken);
        var (diffId, blobDigest) = spool.Run();
        foreach (var copy in group.Copies)
        {
            // Always: a gzip stream that is cut off ends like a whole one.
            LayerDigests.Check(copy, [copy.DiffId], diffId);
            LayerDigests.Check(copy, copy.BlobDigest is null ? [] : [copy.BlobDigest], blobDigest);
        }

        if (!group.Indexes.IsEmpty)
        {
            var content = spool.TakeContent();
            _spooled.Add(content.File);
            group.Indexes.ForEach(index => _plain[index] = content);
        }

        return spool.LeftOut;
    }

    private string Hash(FileRange content, HashAlgorithmName algorithm)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = new byte[ChunkPool.ChunkSize];
        int count;
        for (long position = 0; (count = content.Read(position, buffer)) > 0; position += count)
        {
            CancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
            _options.Meter.Advance(count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of several failures at once, the first that is no mere consequence of another.</summary>
    private static void Unwrap(Action action)
    {
        try
        {
            action();
        }
        catch (AggregateException exception)
        {
            var inner = exception.Flatten().InnerExceptions;
            var first = inner.FirstOrDefault(one => one is not OperationCanceledException) ?? inner[0];
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
