using System.Collections.Immutable;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>What to squash, and how.</summary>
/// <param name="Input">An OCI layout (a directory or a tar archive) or a docker archive.</param>
/// <param name="Output">Where the image is to appear; an image that is there already is replaced.</param>
public sealed record SquashOptions(string Input, string Output)
{
    /// <summary>Which image of the input: its name, tag or digest; null when there is but one.</summary>
    public string? Reference { get; init; }

    /// <summary>Which platform's image; null takes the only one there is or else this machine's.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Whether the images of all platforms are squashed, each for itself.</summary>
    public bool AllPlatforms { get; init; }

    /// <summary>The lowest layer to squash, counted from 0; those below stay as they are.</summary>
    public int From { get; init; }

    /// <summary>The highest layer to squash, counted from 0; those above stay as they are. Null takes the topmost.</summary>
    public int? To { get; init; }

    /// <summary>An image whose layers stay as they are: only what lies above them is squashed. Overrides <see cref="From"/>.</summary>
    public string? Base { get; init; }

    /// <summary>The form of the output.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>How the squashed layer is compressed.</summary>
    public Compression Compression { get; init; }

    /// <summary>How hard the compression tries: 1 to 9 for gzip, 1 to 19 for zstd; null for its usual level, 6 and 3.</summary>
    public int? CompressionLevel { get; init; }

    /// <summary>How many threads work; 0 takes one for each processor. The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// How large a squashed layer's archive may grow, in bytes and before it is compressed, before another layer is
    /// begun; null for any size. A file stands in one layer however large it is, and all files with several names
    /// stand in the first.
    /// </summary>
    public long? SplitSize { get; init; }

    /// <summary>What the image tells of how it was made.</summary>
    public HistoryMode History { get; init; }

    /// <summary>
    /// Whether the digests of layers that are not compressed are checked; those of compressed ones, manifests and
    /// configs always are.
    /// </summary>
    public bool Verify { get; init; } = true;

    /// <summary>How many times its size a compressed layer of more than 1 GiB may grow; beyond, it is taken for a bomb.</summary>
    public int MaximumExpansion { get; init; } = 200;

    /// <summary>What the image is called in the output; null keeps its name.</summary>
    public string? Name { get; init; }

    /// <summary>Labels to set in the config.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Annotations to set in the manifest.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When the image was made; null keeps what the input says. Where SOURCE_DATE_EPOCH is set, it belongs here.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Whether to find out only what would be written: nothing is, and no content is read.</summary>
    public bool DryRun { get; init; }

    /// <summary>See <see cref="LayerContentOptions.SmallestLeftOut"/>.</summary>
    internal int SmallestLeftOut { get; init; } = LayerContentOptions.UsualSmallestLeftOut;
}
