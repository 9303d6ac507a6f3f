namespace Cake.Aimee.Oci;

/// <summary>Layers that were decompressed, but for contents that seemed hidden.</summary>
/// <param name="Group">The layers.</param>
/// <param name="LeftOut">Where those contents begin.</param>
internal sealed record SpooledLayer(LayerGroup Group, IReadOnlySet<long> LeftOut);
