using System.Security.Cryptography;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>Decompresses one layer, to a file that has no name, or to nowhere when only its digests are wanted.</summary>
/// <param name="layer">The layer.</param>
/// <param name="keep">Whether it is to be read afterwards.</param>
/// <param name="isWanted">Told of each entry: whether to keep its content. Null keeps all.</param>
/// <param name="options">Where the file is made, and how large it may get.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class LayerSpool(
    Layer layer, bool keep, Func<TarReader, bool>? isWanted, LayerContentOptions options, CancellationToken cancellationToken) : IDisposable
{
    private readonly SafeFileHandle? _file = keep ? OpenUnnamed(options.SpoolDirectory) : null;
    private readonly List<long> _leftOut = [];
    private readonly List<KeptContent> _kept = [];
    private bool _isTaken;

    /// <summary>Where the contents begin that were not kept: zeros stand there.</summary>
    public IReadOnlyList<long> LeftOut => _leftOut;

    /// <summary>Large contents that were kept.</summary>
    public IReadOnlyList<KeptContent> Kept => _kept;

    /// <summary>Decompresses the layer.</summary>
    /// <returns>Digests of the archive, and of the layer as it is stored.</returns>
    /// <exception cref="AimeeException">The layer is damaged, or a bomb.</exception>
    public (Digest DiffId, Digest BlobDigest) Run()
    {
        var blobAlgorithm = layer.BlobDigest?.Algorithm ?? "sha256";
        using var source = new MeteredReadStream(layer.Content, new Digest(blobAlgorithm, "").HashAlgorithm, options.Meter);
        using var archive = Decompression.OpenAhead(source, layer.Compression);
        using var target = _file is null ? null : new SparseWriteStream(_file);
        using var hash = new HashingStream(target ?? Stream.Null, layer.DiffId.HashAlgorithm);
        using var content = new PassedOnStream(archive, hash, Limit, cancellationToken);
        try
        {
            if (target is not null && isWanted is not null)
            {
                LeaveOut(isWanted, content, target);
            }

            content.Complete();
        }
        catch (InvalidDataException exception)
        {
            throw new AimeeException($"{layer.Content.Name}: can not be decompressed: {exception.Message}.", exception);
        }

        if (content.PassedOn > Limit)
        {
            throw new AimeeException(
                $"{layer.Content.Name}: {layer.Content.Length} bytes grow to more than {Limit} when decompressed: this looks like a bomb."
                + " If the layer is honest, allow it a larger expansion.");
        }

        target?.Complete();
        return (
            new Digest(layer.DiffId.Algorithm, Convert.ToHexStringLower(hash.GetHash())),
            new Digest(blobAlgorithm, Convert.ToHexStringLower(source.Complete())));
    }

    /// <summary>The decompressed layer, which is the caller's from now on.</summary>
    public FileRange TakeContent()
    {
        _isTaken = true;
        return new FileRange(_file!, layer.Content.Name, 0, RandomAccess.GetLength(_file!));
    }

    public void Dispose()
    {
        if (!_isTaken)
        {
            _file?.Dispose();
        }
    }

    private void LeaveOut(Func<TarReader, bool> isWanted, PassedOnStream content, SparseWriteStream target)
    {
        var reader = new TarReader(content, layer.Content.Name);
        try
        {
            while (reader.Read())
            {
                var (isKept, start) = (isWanted(reader), reader.HeaderOffset + reader.HeaderLength);
                if (!isKept && reader.DataLength > 0)
                {
                    target.LeaveOut(start, reader.DataLength);
                    _leftOut.Add(start);
                }
                else if (reader.DataLength >= options.SmallestLeftOut)
                {
                    _kept.Add(new KeptContent(HiddenPaths.HashOf(reader.Path), start, reader.DataLength));
                }
            }
        }
        catch (AimeeException)
        {
            // Its digests tell first what is wrong with it, and if they do not, whoever lays it on the tree.
        }
    }

    private long Limit => Math.Max(options.AlwaysAllowed, layer.Content.Length * options.MaximumExpansion);

    /// <summary>Opens a file that has lost its name already, so that nothing is left of it however the process ends.</summary>
    private static SafeFileHandle OpenUnnamed(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $".layer.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        File.Delete(path);
        return file;
    }
}
