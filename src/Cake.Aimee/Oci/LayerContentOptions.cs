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
    /// <summary>The size in bytes that any layer may have, decompressed.</summary>
    public long AlwaysAllowed { get; init; } = 1L << 30;
}
