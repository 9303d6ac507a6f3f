using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

/// <summary>A file that is being made.</summary>
/// <param name="file">The open file; closed with this.</param>
internal sealed partial class NewFile(SafeFileHandle file) : IDisposable
{
    /// <summary>Writes bytes at a position.</summary>
    /// <exception cref="IOException">They can not be written: the disk is full, for example.</exception>
    public void Write(ReadOnlySpan<byte> content, long position)
    {
        while (!content.IsEmpty)
        {
            var count = (int)Write(file, content, (nuint)content.Length, position);
            Require(count);
            content = content[count..];
            position += count;
        }
    }

    /// <summary>Sets the file's length; what was not written reads as zeros.</summary>
    /// <exception cref="IOException">It can not have that length.</exception>
    public void SetLength(long length) => Require(SetLength(file, length));

    /// <summary>Sets the file's mode.</summary>
    /// <exception cref="IOException">It can not be set.</exception>
    public void SetMode(int mode) => Require(SetMode(file, mode));

    /// <summary>Sets the time of last change.</summary>
    /// <exception cref="IOException">It can not be set.</exception>
    public void SetModified(FileTime time) => Require(SetTimes(file, time.ToTimes()));

    /// <summary>Sets an extended attribute where the file system holds such.</summary>
    /// <exception cref="IOException">It can not be set.</exception>
    public void SetAttribute(string name, ReadOnlySpan<byte> value)
    {
        if (SetAttribute(file, name, value, (nuint)value.Length, 0) < 0 && Marshal.GetLastPInvokeError() != SystemError.NotSupported)
        {
            throw SystemError.Last(name);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static void Require(int result)
    {
        if (result < 0)
        {
            throw SystemError.Last();
        }
    }

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> buffer, nuint length, long position);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int SetLength(SafeFileHandle file, long length);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int SetMode(SafeFileHandle file, int mode);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int SetTimes(SafeFileHandle file, ReadOnlySpan<long> times);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(SafeFileHandle file, string name, ReadOnlySpan<byte> value, nuint length, int flags);
}
