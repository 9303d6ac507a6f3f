using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>
/// The layers of an image as plain archives that can be read at any place. Compressed ones are decompressed first,
/// several at once, to files that have no name and so vanish with the process. Digests are checked on the way; those
/// of plain layers in the background, if wanted.
/// </summary>
internal sealed class LayerContents : IDisposable
{
    private readonly LayerContentOptions _options;
    private readonly CancellationToken _callersToken;
    private readonly CancellationTokenSource _cancellation;
    private readonly ConcurrentBag<SafeFileHandle> _spooled = [];
    private readonly FileRange[] _plain;
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

    public static AimeeException Mismatch(string name, Digest stated, Digest found) =>
        new($"{name}: its content has the digest {found}, but {stated} is stated: the image is damaged or was tampered with.");

    private void Start(IReadOnlyList<Layer> layers)
    {
        var spool = new List<Action>();
        var verify = new List<Action>();
        foreach (var group in layers.Select((layer, index) => (Layer: layer, Index: index)).GroupBy(item => item.Layer.Content)
            .OrderByDescending(group => group.Key.Length))
        {
            var copies = group.Select(item => item.Layer).Distinct().ToList();
            var indexes = group.Select(item => item.Index).Where(index => index < _plain.Length).ToList();
            if (copies[0].Compression == Compression.None)
            {
                indexes.ForEach(index => _plain[index] = group.Key);
                if (_options.Verify)
                {
                    verify.Add(() => VerifyPlain(copies));
                    _options.Meter.Expect(group.Key.Length);
                }
            }
            else if (indexes.Count > 0 || _options.Verify)
            {
                _options.Meter.Expect(group.Key.Length);
                (indexes.Count > 0 ? spool : verify).Add(() => Decompress(copies, indexes));
            }
        }

        _options.Meter.Activity = "decompress";
        Unwrap(() => RunAll(spool));
        _options.Meter.Activity = "squash";
        _verification = verify.Count == 0 ? Task.CompletedTask : Task.Factory.StartNew(
            () => RunVerification(verify), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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

    private void VerifyPlain(List<Layer> copies)
    {
        var content = copies[0].Content;
        foreach (var algorithm in copies.SelectMany(Stated).Select(digest => digest.Algorithm).Distinct().ToList())
        {
            var hash = Hash(content, new Digest(algorithm, "").HashAlgorithm);
            copies.ForEach(layer => Check(layer, Stated(layer), new Digest(algorithm, hash)));
        }
    }

    private void Decompress(List<Layer> copies, List<int> indexes)
    {
        var layer = copies[0];
        using var spool = new LayerSpool(layer, keep: indexes.Count > 0, _options, CancellationToken);
        var (diffId, blobDigest) = spool.Run();
        foreach (var copy in copies)
        {
            // Always: a gzip stream that is cut off ends like a whole one.
            Check(copy, [copy.DiffId], diffId);
            Check(copy, copy.BlobDigest is null ? [] : [copy.BlobDigest], blobDigest);
        }

        if (indexes.Count > 0)
        {
            var content = spool.TakeContent();
            _spooled.Add(content.File);
            indexes.ForEach(index => _plain[index] = content);
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

    private static IEnumerable<Digest> Stated(Layer layer) =>
        layer.BlobDigest is null ? [layer.DiffId] : [layer.DiffId, layer.BlobDigest];

    private static void Check(Layer layer, IEnumerable<Digest> stated, Digest found)
    {
        foreach (var digest in stated.Where(digest => digest.Algorithm == found.Algorithm && digest != found))
        {
            throw Mismatch(layer.Content.Name, digest, found);
        }
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
