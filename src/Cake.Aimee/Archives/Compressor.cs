using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>Compresses with all processors; the result is the same for any number of threads.</summary>
public static class Compressor
{
    /// <summary>Opens a stream that compresses what is written to it.</summary>
    /// <param name="destination">Where the compressed bytes go; stays open when the stream is closed.</param>
    /// <param name="compression">How to compress.</param>
    /// <param name="level">1 to 9 for gzip, 1 to 19 for zstd; null for its usual level, 6 and 3.</param>
    /// <param name="threads">How many threads compress, at least 1.</param>
    /// <exception cref="AimeeException">The level is none, or zstd's library is not installed.</exception>
    public static WriteOnlyStream Open(Stream destination, Compression compression, int? level, int threads) => compression switch
    {
        Compression.Gzip => new GzipWriteStream(destination, CheckLevel(level ?? 6, 9, "gzip"), threads),
        Compression.Zstd => new ZstdWriteStream(destination, CheckLevel(level ?? 3, 19, "zstd"), threads),
        _ => new PlainWriteStream(destination),
    };

    private static int CheckLevel(int level, int highest, string name) => level >= 1 && level <= highest
        ? level
        : throw new AimeeException($"{name} has no compression level {level}: its levels go from 1 to {highest}.");
}
