namespace Cake.Aimee.Archives;

/// <summary>A file that is packed without being on disk.</summary>
/// <param name="Path">Its path in the archive, with slashes between.</param>
/// <param name="Content">What stands in it.</param>
public sealed record PackedFile(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>Permission bits; 0644 when nothing else is said.</summary>
    public int Mode { get; init; } = 0x1a4;
}
