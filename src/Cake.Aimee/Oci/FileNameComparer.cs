namespace Cake.Aimee.Oci;

/// <summary>Finds names in a directory by their bytes.</summary>
internal sealed class FileNameComparer : IEqualityComparer<FileNode>, IAlternateEqualityComparer<ReadOnlySpan<byte>, FileNode>
{
    public static readonly FileNameComparer Instance = new();

    public bool Equals(FileNode? x, FileNode? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Name.SequenceEqual(y.Name));

    public bool Equals(ReadOnlySpan<byte> alternate, FileNode other) => alternate.SequenceEqual(other.Name);

    public int GetHashCode(FileNode node) => GetHashCode(node.Name);

    /// <summary>Seeded anew in each process, so that no archive can choose names that collide.</summary>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public FileNode Create(ReadOnlySpan<byte> alternate) => throw new NotSupportedException();
}
