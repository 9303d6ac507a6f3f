namespace Cake.Aimee.Oci;

/// <summary>How layers are made readable.</summary>
/// <param name="SpoolDirectory">Where decompressed layers go.</param>
/// <param name="Verify">Whether digests are checked.</param>
/// <param name="Threads">How many layers are worked on at once.</param>
/// <param name="MaximumExpansion">How many times its size a large layer may have, decompressed.</param>
/// <param name="Meter">Told of every byte.</param>
internal sealed record LayerContentOptions(
    string SpoolDirectory, bool Verify, int Threads, int MaximumExpansion, ProgressMeter Meter)
{
    /// <summary>What <see cref="SmallestLeftOut"/> is when nobody says otherwise.</summary>
    public const int UsualSmallestLeftOut = 64 * 1024;

    /// <summary>The size in bytes that any layer may have, decompressed.</summary>
    public long AlwaysAllowed { get; init; } = 1L << 30;

    /// <summary>
    /// Contents of fewer bytes are kept though they seem hidden, or were copied: little is won by leaving them out, and a
    /// wrong guess costs the whole layer once more.
    /// </summary>
    public int SmallestLeftOut { get; init; } = UsualSmallestLeftOut;

    /// <summary>Whether files' contents are wanted, and not their headers alone.</summary>
    public bool WithContents { get; init; } = true;

    /// <summary>The lowest layer that is wanted whole; of those below, contents only if they are still seen above.</summary>
    public int FirstLayer { get; init; }
}
