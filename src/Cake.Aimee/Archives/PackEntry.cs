namespace Cake.Aimee.Archives;

/// <summary>Something that is to be packed.</summary>
/// <param name="Path">Its path below the directory, without slashes at the ends.</param>
/// <param name="Type">What it is in the archive.</param>
/// <param name="Status">What is known of it on disk; for a file that is not there, what is to be told of it.</param>
internal sealed record PackEntry(byte[] Path, TarEntryType Type, FileStatus Status)
{
    /// <summary>The content of a file that is not on disk.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The path of the file that a hard link is another name of.</summary>
    public byte[] LinkPath { get; init; } = [];

    /// <summary>The path as the calls of the C library take it.</summary>
    public byte[] Name => [.. Path, 0];

    public override string ToString() => TarName.Display(Path);
}
