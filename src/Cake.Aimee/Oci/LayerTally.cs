namespace Cake.Aimee.Oci;

/// <summary>Counts what a layer brings, hides and wastes, while the layers are laid on each other.</summary>
internal sealed class LayerTally
{
    public long Entries;
    public long Bytes;
    public long Markers;
    public long HiddenEntries;
    public long HiddenBytes;
    public long WastedBytes;
}
