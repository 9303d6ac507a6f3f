namespace Cake.Aimee.Buildrules.Configs;

/// <summary>How images are flattened into one layer.</summary>
public sealed record SquashConfig
{
    /// <summary>The layer's compression: <c>zstd</c>, <c>gzip</c> or <c>none</c>.</summary>
    public string Compression { get; init; } = "zstd";

    /// <summary>The compression's level; null for its default.</summary>
    public int? Level { get; init; }
}
