using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Cake.Aimee.Sources;

/// <summary>Computes checksums of files.</summary>
public static class Checksums
{
    private const int BufferSize = 1024 * 1024;

    /// <summary>Computes several checksums of a file in one pass.</summary>
    /// <param name="path">The file.</param>
    /// <param name="algorithms">Which ones.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="IOException">The file can not be read.</exception>
    public static async Task<ImmutableArray<Checksum>> ComputeAsync(
        string path, IEnumerable<ChecksumAlgorithm> algorithms, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(algorithms);
        var kinds = algorithms.Distinct().ToImmutableArray();
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        var blake2b = new Blake2b();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan | FileOptions.Asynchronous);
            for (long position = 0; ;)
            {
                var count = await RandomAccess.ReadAsync(file, buffer, position, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }
                position += count;
                foreach (var kind in kinds)
                {
                    Append(kind, buffer.AsSpan(0, count));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return [.. kinds.Select(kind => new Checksum(kind, Convert.ToHexStringLower(Finish(kind))))];

        void Append(ChecksumAlgorithm kind, ReadOnlySpan<byte> bytes)
        {
            switch (kind)
            {
                case ChecksumAlgorithm.Sha256:
                    sha256.AppendData(bytes);
                    break;
                case ChecksumAlgorithm.Sha512:
                    sha512.AppendData(bytes);
                    break;
                default:
                    blake2b.Append(bytes);
                    break;
            }
        }

        byte[] Finish(ChecksumAlgorithm kind) => kind switch
        {
            ChecksumAlgorithm.Sha256 => sha256.GetHashAndReset(),
            ChecksumAlgorithm.Sha512 => sha512.GetHashAndReset(),
            _ => blake2b.Finish(),
        };
    }
}
