using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

internal sealed partial class DirectoryHandle
{
    private const int PrivateFile = 0x180;
    private const int PrivateDirectory = 0x1c0;
    private const int RemoveDirectoryFlag = 0x200;

    /// <summary>Opens a directory in this one.</summary>
    /// <returns>Null when there is nothing of that name.</returns>
    /// <exception cref="IOException">It can not be opened: <see cref="SystemError.NoDirectory"/> when it is none, a symbolic link for example.</exception>
    public DirectoryHandle? FindDirectory(ReadOnlySpan<byte> name)
    {
        var descriptor = OpenAt(this, name, OpenFlags.Directory | OpenFlags.NoFollow | OpenFlags.CloseOnExec, 0);
        return descriptor >= 0 ? new(descriptor)
            : Marshal.GetLastPInvokeError() == SystemError.NotThere ? null
            : throw SystemError.Last(name);
    }

    /// <summary>What a name stands for; null when there is nothing of that name.</summary>
    /// <exception cref="IOException">It can not be found out.</exception>
    public FileStatus? FindStatus(ReadOnlySpan<byte> name)
    {
        FileStatus status = default;
        return Status(this, name, StatusNoFollow, BasicStatus, ref status) == 0 ? status
            : Marshal.GetLastPInvokeError() == SystemError.NotThere ? null
            : throw SystemError.Last(name);
    }

    /// <summary>Makes an empty file that only its owner can read and write.</summary>
    /// <returns>The open file; null when the name is taken.</returns>
    /// <exception cref="IOException">It can not be made.</exception>
    public NewFile? CreateFile(ReadOnlySpan<byte> name)
    {
        const int Flags = OpenFlags.Write | OpenFlags.Create | OpenFlags.MustBeNew | OpenFlags.CloseOnExec;
        var descriptor = OpenAt(this, name, Flags, PrivateFile);
        return IsMade(descriptor, name) ? new(new SafeFileHandle(descriptor, ownsHandle: true)) : null;
    }

    /// <summary>Makes a directory that only its owner can use.</summary>
    /// <returns>Whether it was made: false when the name is taken.</returns>
    /// <exception cref="IOException">It can not be made.</exception>
    public bool CreateDirectory(ReadOnlySpan<byte> name) => IsMade(MakeDirectoryAt(this, name, PrivateDirectory), name);

    /// <summary>Makes a symbolic link.</summary>
    /// <returns>Whether it was made: false when the name is taken.</returns>
    /// <exception cref="IOException">It can not be made.</exception>
    public bool CreateSymbolicLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => IsMade(SymbolicLinkAt(target, this, name), name);

    /// <summary>Gives a file another name; a symbolic link is not followed.</summary>
    /// <returns>Whether it was made: false when the name is taken.</returns>
    /// <exception cref="IOException">It can not be made.</exception>
    public bool CreateLink(ReadOnlySpan<byte> name, DirectoryHandle targetDirectory, ReadOnlySpan<byte> target) =>
        IsMade(LinkAt(targetDirectory, target, this, name, 0), name);

    /// <summary>Makes a named pipe or a device node.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="typeAndMode">Type and permission bits.</param>
    /// <param name="device">A device's major and minor number.</param>
    /// <returns>Whether it was made: false when the name is taken.</returns>
    /// <exception cref="IOException">It can not be made.</exception>
    public bool CreateNode(ReadOnlySpan<byte> name, int typeAndMode, (uint Major, uint Minor) device)
    {
        // As gnu_dev_makedev(3) of the C library.
        var number = (device.Minor & 0xffUL) | ((device.Major & 0xfffUL) << 8)
            | ((device.Minor & ~0xffUL) << 12) | ((device.Major & ~0xfffUL) << 32);
        return IsMade(MakeNodeAt(this, name, typeAndMode, number), name);
    }

    /// <summary>Removes a name, whatever it stands for; a directory has to be empty.</summary>
    /// <exception cref="IOException">It can not be removed.</exception>
    public void Remove(ReadOnlySpan<byte> name)
    {
        var flag = FindStatus(name) is { IsDirectory: true } ? RemoveDirectoryFlag : 0;
        Require(RemoveAt(this, name, flag), name);
    }

    /// <summary>Sets the mode of what is no symbolic link.</summary>
    /// <exception cref="IOException">It can not be set.</exception>
    public void SetMode(ReadOnlySpan<byte> name, int mode) => Require(SetModeAt(this, name, mode, 0), name);

    /// <summary>Sets the time of last change of a name, also of a symbolic link.</summary>
    /// <exception cref="IOException">It can not be set.</exception>
    public void SetModified(ReadOnlySpan<byte> name, FileTime time) =>
        Require(SetTimesAt(this, name, time.ToTimes(), StatusNoFollow), name);

    /// <summary>Sets this directory's mode.</summary>
    /// <exception cref="IOException">It can not be set.</exception>
    public void SetMode(int mode) => Require(SetModeOf(this, mode), "directory\0"u8);

    /// <summary>Sets this directory's time of last change.</summary>
    /// <exception cref="IOException">It can not be set.</exception>
    public void SetModified(FileTime time) => Require(SetTimesOf(this, time.ToTimes()), "directory\0"u8);

    private static bool IsMade(int result, ReadOnlySpan<byte> name) =>
        result >= 0 || (Marshal.GetLastPInvokeError() != SystemError.IsThere ? throw SystemError.Last(name) : false);

    private static void Require(int result, ReadOnlySpan<byte> name)
    {
        if (result < 0)
        {
            throw SystemError.Last(name);
        }
    }

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeDirectoryAt(DirectoryHandle directory, ReadOnlySpan<byte> name, int mode);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    private static partial int SymbolicLinkAt(ReadOnlySpan<byte> target, DirectoryHandle directory, ReadOnlySpan<byte> name);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static partial int LinkAt(
        DirectoryHandle targetDirectory, ReadOnlySpan<byte> target, DirectoryHandle directory, ReadOnlySpan<byte> name, int flags);

    [LibraryImport("libc", EntryPoint = "mknodat", SetLastError = true)]
    private static partial int MakeNodeAt(DirectoryHandle directory, ReadOnlySpan<byte> name, int typeAndMode, ulong device);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int RemoveAt(DirectoryHandle directory, ReadOnlySpan<byte> name, int flags);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true)]
    private static partial int SetModeAt(DirectoryHandle directory, ReadOnlySpan<byte> name, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int SetModeOf(DirectoryHandle directory, int mode);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    private static partial int SetTimesAt(DirectoryHandle directory, ReadOnlySpan<byte> name, ReadOnlySpan<long> times, int flags);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int SetTimesOf(DirectoryHandle directory, ReadOnlySpan<long> times);
}
