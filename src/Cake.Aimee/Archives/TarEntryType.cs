namespace Cake.Aimee.Archives;

/// <summary>What an entry of a tar archive makes when it is unpacked.</summary>
public enum TarEntryType
{
    /// <summary>A file with content, sparse or not.</summary>
    File,

    /// <summary>Another name of a file that the archive has told of before.</summary>
    HardLink,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A named pipe.</summary>
    Fifo,
}
