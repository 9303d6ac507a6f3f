namespace Cake.Aimee.Archives;

/// <summary>What the header of a new entry says; its owner is root.</summary>
internal readonly ref struct TarEntryHeader
{
    /// <summary>What the entry makes.</summary>
    public required TarEntryType Type { get; init; }

    /// <summary>Its path.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>What a hard or symbolic link names.</summary>
    public ReadOnlySpan<byte> LinkPath { get; init; }

    /// <summary>Permission bits.</summary>
    public int Mode { get; init; }

    /// <summary>Length of the content that will follow, in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Time of last change, in whole seconds since 1970.</summary>
    public long Modified { get; init; }

    /// <summary>A device's major and minor number.</summary>
    public (uint Major, uint Minor) Device { get; init; }

    /// <summary>The attribute <c>security.capability</c>; empty for none.</summary>
    public ReadOnlySpan<byte> Capability { get; init; }
}
