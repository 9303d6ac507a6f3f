namespace Cake.Aimee.Oci;

/// <summary>The names in one directory, and what is known of the directory as a whole.</summary>
internal sealed class FileNodes() : HashSet<FileNode>(FileNameComparer.Instance)
{
    /// <summary>The layer whose markers have already hidden all that lower layers put here; -1 for none.</summary>
    public int HiddenBy { get; set; } = -1;

    public FileNode? Find(ReadOnlySpan<byte> name) =>
        GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var node) ? node : null;
}
