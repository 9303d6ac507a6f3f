namespace Cake.Aimee.Oci;

/// <summary>Holds the bytes of many names in few arrays.</summary>
internal sealed class FileNames
{
    // Small enough for the ordinary heap, and for offsets of 16 bits.
    private const int ChunkSize = 64 * 1024;

    private byte[] _chunk = [];
    private int _used;

    /// <summary>Makes the node for a name that its directory does not have yet, for nothing so far.</summary>
    public FileNode Add(FileNode directory, ReadOnlySpan<byte> name)
    {
        if (_chunk.Length - _used < name.Length)
        {
            _chunk = GC.AllocateUninitializedArray<byte>(ChunkSize);
            _used = 0;
        }

        name.CopyTo(_chunk.AsSpan(_used));
        var node = new FileNode(directory, _chunk, _used, name.Length);
        _used += name.Length;
        directory.Children ??= new FileNodes();
        directory.Children.Add(node);
        return node;
    }
}
