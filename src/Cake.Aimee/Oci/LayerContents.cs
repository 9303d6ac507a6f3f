using System.Security.Cryptography;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>
/// The layers of an image as plain archives that can be read at any place: compressed ones are decompressed first.
/// Digests are checked on the way; those of plain layers in the background, if wanted.
/// </summary>
internal sealed class LayerContents : IDisposable
{
    private readonly LayerContentOptions _options;
    private readonly CancellationToken _callersToken;
    private readonly CancellationTokenSource _cancellation;
    private readonly FileRange[] _plain;
    private readonly SpooledLayers _spooled;
    private Task _verification = Task.CompletedTask;

    private LayerContents(int layers, LayerContentOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _plain = new FileRange[layers];
        _callersToken = cancellationToken;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _spooled = new SpooledLayers(_plain, options, CancellationToken);
    }

    /// <summary>The layers that were asked for, the lowest first.</summary>
    public IReadOnlyList<FileRange> Plain => _plain;

    /// <summary>Whether layers came compressed, and so lie in files of ours.</summary>
    public bool IsSpooled => _spooled.HasAny;

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
            _spooled.Restore(tree);
        }

        return tree;
    }

    /// <summary>Tells that a file's content is not read any more: what a spooled layer holds of it may go.</summary>
    public void Release(FileInode inode) => _spooled.Release(inode);

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

        LayerWork.Unwrap(() => _verification.Wait());
    }

    public void Dispose()
    {
        _cancellation.Cancel();
        Task.WhenAny(_verification).Wait();
        _spooled.Dispose();
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
                verify.Add(() => _spooled.Verify(group));
                _options.Meter.Expect(group.Content.Length);
            }
        }

        _spooled.Spool(spool);
        _verification = verify.Count == 0 ? Task.CompletedTask : Task.Factory.StartNew(
            () => RunVerification(verify), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void RunVerification(List<Action> verify)
    {
        try
        {
            LayerWork.RunAll(verify, _options.Threads, CancellationToken);
        }
        catch
        {
            _cancellation.Cancel();
            throw;
        }
    }

    private void VerifyPlain(LayerGroup group)
    {
        foreach (var algorithm in group.Copies.SelectMany(LayerDigests.Stated).Select(digest => digest.Algorithm).Distinct().ToList())
        {
            var hash = Hash(group.Content, new Digest(algorithm, "").HashAlgorithm);
            group.Copies.ForEach(layer => LayerDigests.Check(layer, LayerDigests.Stated(layer), new Digest(algorithm, hash)));
        }
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
}
