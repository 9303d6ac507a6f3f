using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>What image to make one tar archive of, and how.</summary>
/// <param name="Input">An OCI layout (a directory or a tar archive) or a docker archive.</param>
/// <param name="Output">Where the archive is to appear; a file that is there already is replaced.</param>
public sealed record FlattenOptions(string Input, string Output)
{
    /// <summary>Which image of the input: its name, tag or digest; null when there is but one.</summary>
    public string? Reference { get; init; }

    /// <summary>Which platform's image; null takes the only one there is or else this machine's.</summary>
    public Platform? Platform { get; init; }

    /// <summary>How the archive is compressed.</summary>
    public Compression Compression { get; init; }

    /// <summary>How hard the compression tries: 1 to 9 for gzip, 1 to 19 for zstd; null for its usual level, 6 and 3.</summary>
    public int? CompressionLevel { get; init; }

    /// <summary>How many threads work; 0 takes one for each processor. The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Whether the digests of layers that are not compressed are checked; those of compressed ones, manifest and
    /// config always are.
    /// </summary>
    public bool Verify { get; init; } = true;

    /// <summary>How many times its size a compressed layer of more than 1 GiB may grow; beyond, it is taken for a bomb.</summary>
    public int MaximumExpansion { get; init; } = 200;
}
