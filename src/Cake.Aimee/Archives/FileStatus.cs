using System.Runtime.InteropServices;

namespace Cake.Aimee.Archives;

/// <summary>What <c>statx(2)</c> tells of a file; its form is the same on every machine.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int TypeMask = 0xf000;

    [FieldOffset(16)]
    public uint LinkCount;

    [FieldOffset(28)]
    public ushort TypeAndMode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public long Size;

    /// <summary>Time of last change, in seconds since 1970; the rest of a second is left out.</summary>
    [FieldOffset(112)]
    public long Modified;

    [FieldOffset(128)]
    public uint DeviceMajor;

    [FieldOffset(132)]
    public uint DeviceMinor;

    /// <summary>The device that holds the file, major and minor number.</summary>
    [FieldOffset(136)]
    public ulong Volume;

    /// <summary>The permission bits, with set-id and sticky bits.</summary>
    public readonly int Mode => TypeAndMode & 0xfff;

    public readonly bool IsDirectory => (TypeAndMode & TypeMask) == 0x4000;

    public readonly bool IsRegular => (TypeAndMode & TypeMask) == 0x8000;

    public readonly bool IsSymbolicLink => (TypeAndMode & TypeMask) == 0xa000;

    /// <summary>What a tar archive calls it; null for a socket, which none can hold.</summary>
    public readonly TarEntryType? EntryType => (TypeAndMode & TypeMask) switch
    {
        0x1000 => TarEntryType.Fifo,
        0x2000 => TarEntryType.CharacterDevice,
        0x4000 => TarEntryType.Directory,
        0x6000 => TarEntryType.BlockDevice,
        0x8000 => TarEntryType.File,
        0xa000 => TarEntryType.SymbolicLink,
        _ => null,
    };
}
