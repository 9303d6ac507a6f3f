using System.Runtime.InteropServices;

namespace Cake.Aimee.Archives;

/// <summary>What <c>statx(2)</c> tells of a file; its form is the same on every machine.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    /// <summary>Asks for the time at which the file was made, where the file system knows it.</summary>
    public const uint BirthMask = 0x800;

    private const int TypeMask = 0xf000;

    [FieldOffset(0)]
    public uint Known;

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

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(80)]
    public long Born;

    [FieldOffset(88)]
    public uint BornNanoseconds;

    /// <summary>When the file, or what is known of it, was last changed.</summary>
    [FieldOffset(96)]
    public long Changed;

    [FieldOffset(104)]
    public uint ChangedNanoseconds;

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

    /// <summary>Whether it was modified after another file was last changed, or at the same time.</summary>
    public readonly bool ModifiedSince(FileStatus other) => (Modified, ModifiedNanoseconds).CompareTo((other.Changed, other.ChangedNanoseconds)) >= 0;

    /// <summary>Whether it was last changed after another file was, or at the same time.</summary>
    public readonly bool ChangedSince(FileStatus other) => (Changed, ChangedNanoseconds).CompareTo((other.Changed, other.ChangedNanoseconds)) >= 0;

    /// <summary>Whether it was made after another file was last changed, or at the same time; null when the file system does not know.</summary>
    public readonly bool? BornSince(FileStatus other) => (Known & BirthMask) == 0
        ? null
        : (Born, BornNanoseconds).CompareTo((other.Changed, other.ChangedNanoseconds)) >= 0;

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
