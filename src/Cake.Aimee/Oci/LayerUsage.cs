namespace Cake.Aimee.Oci;

/// <summary>What one layer adds, hides and wastes. Sizes are those of contents as they are stored, in bytes.</summary>
/// <param name="Index">The layer's number, from 0 at the bottom.</param>
/// <param name="DiffId">Digest of its archive, not compressed.</param>
/// <param name="CreatedBy">The command that made it, from the history; null when that does not say.</param>
/// <param name="StoredSize">Its size in the image, compressed or not.</param>
/// <param name="Entries">How many files, directories and other things it has, markers not counted.</param>
/// <param name="Bytes">The contents that it has.</param>
/// <param name="Markers">How many markers it has.</param>
/// <param name="HiddenEntries">How many things of lower layers it hides or replaces.</param>
/// <param name="HiddenBytes">The contents of those.</param>
/// <param name="WastedBytes">Contents of its own that higher layers hide: they are shipped, and nobody sees them.</param>
public sealed record LayerUsage(
    int Index,
    Digest DiffId,
    string? CreatedBy,
    long StoredSize,
    long Entries,
    long Bytes,
    long Markers,
    long HiddenEntries,
    long HiddenBytes,
    long WastedBytes);
