namespace Cake.Aimee.Archives;

/// <summary>What an archive is on the outside.</summary>
internal enum ArchiveKind
{
    /// <summary>A tar archive, not compressed.</summary>
    Tar,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>Zstandard.</summary>
    Zstd,

    /// <summary>bzip2.</summary>
    Bzip2,

    /// <summary>xz.</summary>
    Xz,

    /// <summary>lzip.</summary>
    Lzip,

    /// <summary>The old <c>compress</c>.</summary>
    Compress,

    /// <summary>A zip archive.</summary>
    Zip,

    /// <summary>Nothing that is known.</summary>
    Unknown,
}
