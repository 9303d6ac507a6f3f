namespace Cake.Aimee.Oci;

/// <summary>How the output spells the path of a node: <c>./</c> for the root, a slash after directories.</summary>
internal static class FileNodePath
{
    /// <summary>Room for any path, a marker's prefix and a slash.</summary>
    public const int Maximum = 4096 + 8;

    /// <summary>Writes the path.</summary>
    /// <returns>Its length in bytes.</returns>
    public static int Write(FileNode node, bool isDirectory, Span<byte> buffer)
    {
        if (node.Parent is null)
        {
            "./"u8.CopyTo(buffer);
            return 2;
        }

        node.CopyPath(buffer);
        if (!isDirectory)
        {
            return node.PathLength;
        }

        buffer[node.PathLength] = (byte)'/';
        return node.PathLength + 1;
    }
}
