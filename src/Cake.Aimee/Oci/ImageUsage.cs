using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>What the layers of an image add, hide and waste.</summary>
/// <param name="Image">The image.</param>
/// <param name="Layers">Its layers, the lowest first.</param>
/// <param name="Warnings">What was doubtful about it.</param>
public sealed record ImageUsage(string Image, ImmutableArray<LayerUsage> Layers, ImmutableArray<string> Warnings)
{
    /// <summary>Contents of all layers, in bytes.</summary>
    public long Bytes => Layers.Sum(layer => layer.Bytes);

    /// <summary>Contents that nobody sees, in bytes.</summary>
    public long WastedBytes => Layers.Sum(layer => layer.WastedBytes);

    /// <summary>The share of the contents that is seen: 1 where nothing is wasted.</summary>
    public double Efficiency => Bytes == 0 ? 1 : 1 - ((double)WastedBytes / Bytes);

    /// <summary>The usage for people: one line a layer, and a sum.</summary>
    public string ToTable() => ImageUsageText.Table(this);

    /// <summary>The usage for programs: a JSON object, indented.</summary>
    public string ToJson() => ImageUsageText.Json(this);
}
