using System.Security.Cryptography;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>Decompresses one layer, to a file that has no name, or to nowhere when only its digests are wanted.</summary>
internal sealed class LayerSpool(Layer layer, bool keep, LayerContentOptions options, CancellationToken cancellationToken) : IDisposable
{
    private readonly SafeFileHandle? _file = keep ? OpenUnnamed(options.SpoolDirectory) : null;
    private bool _isTaken;

    /// <summary>Decompresses the layer.</summary>
    /// <returns>Digests of the archive, and of the layer as it is stored.</returns>
    /// <exception cref="AimeeException">The layer is damaged, or a bomb.</exception>
    public (Digest DiffId, Digest BlobDigest) Run()
    {
        var blobAlgorithm = layer.BlobDigest?.Algorithm ?? "sha256";
        using var source = new MeteredReadStream(layer.Content, new Digest(blobAlgorithm, "").HashAlgorithm, options.Meter);
        using var archive = Decompression.Open(source, layer.Compression);
        using var target = _file is null ? Stream.Null : new FileWriteStream(_file, willBeFlushed: false);
        using var writer = new HashingWriter(target, layer.DiffId.HashAlgorithm, cancellationToken) { Limit = Limit };
        try
        {
            writer.Copy(archive);
        }
        catch (InvalidDataException exception)
        {
            throw new AimeeException($"{layer.Content.Name}: can not be decompressed: {exception.Message}.", exception);
        }

        if (writer.Length > Limit)
        {
            throw new AimeeException(
                $"{layer.Content.Name}: {layer.Content.Length} bytes grow to more than {Limit} when decompressed: this looks like a bomb."
                + " If the layer is honest, allow it a larger expansion.");
        }

        return (
            new Digest(layer.DiffId.Algorithm, Convert.ToHexStringLower(writer.Complete())),
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
