namespace Cake.Aimee.Archives;

/// <summary>Orders paths as one walks a tree: by their bytes, but a directory's content right after it.</summary>
internal sealed class TarPath : IComparer<byte[]>
{
    public static readonly TarPath Order = new();

    public int Compare(byte[]? one, byte[]? other)
    {
        var length = one.AsSpan().CommonPrefixLength(other);
        return Rank(one!, length).CompareTo(Rank(other!, length));
    }

    // The end comes before all, the slash before all other bytes.
    private static int Rank(byte[] path, int at) => at == path.Length ? -1 : path[at] == '/' ? 0 : path[at];
}
