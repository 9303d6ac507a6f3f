using System.Collections.Immutable;

namespace Cake.Aimee.Archives;

/// <summary>What is packed, and how.</summary>
/// <param name="Directory">The directory whose content is packed; it has no entry of its own.</param>
public sealed record PackRequest(string Directory)
{
    /// <summary>
    /// Files that are not on disk; each takes the place of a file of the same path. Directories that they lie in and
    /// that are not there are packed with the mode 0755.
    /// </summary>
    public ImmutableArray<PackedFile> Extra { get; init; } = [];

    /// <summary>
    /// Tells by its path below <see cref="Directory"/> whether something is packed; everything is when null. Asked for
    /// directories too; the parents of what is packed are always packed. In names that are no UTF-8, each false byte
    /// stands as U+FFFD here.
    /// </summary>
    public Func<string, bool>? Include { get; init; }

    /// <summary>Times of change later than this become this; fractions of a second are left out.</summary>
    public DateTimeOffset ClampTo { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>How the archive's name would end: <c>tar.zst</c>, <c>tar.gz</c>, <c>tar.xz</c>, <c>tar.bz2</c> or <c>tar</c>.</summary>
    public string Format { get; init; } = "tar.zst";

    /// <summary>The compressor's level; null for its usual one.</summary>
    public int? Level { get; init; }

    /// <summary>How many threads compress, at least 1. The archive is the same for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
