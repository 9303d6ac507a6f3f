using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

/// <summary>
/// An open directory, and what lies in it by names that are bytes and end with a NUL. No call follows a symbolic link
/// in the last part of a name: one that names a single part therefore never leaves the directory.
/// </summary>
internal sealed partial class DirectoryHandle : SafeHandleMinusOneIsInvalid
{
    private const int CurrentDirectory = -100;
    private const int StatusNoFollow = 0x100;
    private const uint BasicStatus = 0x7ff;
    private const int NameOffset = 19;
    private const int LongestPath = 4096;

    private DirectoryHandle(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>Opens a directory by its path, following links.</summary>
    /// <exception cref="IOException">It can not be opened.</exception>
    public static DirectoryHandle Open(string path)
    {
        byte[] name = [.. Encoding.UTF8.GetBytes(path), 0];
        var descriptor = OpenAt(CurrentDirectory, name, OpenFlags.Directory | OpenFlags.CloseOnExec, 0);
        return descriptor < 0 ? throw SystemError.Last(path) : new(descriptor);
    }

    /// <summary>Opens a directory in this one.</summary>
    /// <exception cref="IOException">There is none of that name, or something else.</exception>
    public DirectoryHandle OpenDirectory(ReadOnlySpan<byte> name)
    {
        var descriptor = OpenAt(this, name, OpenFlags.Directory | OpenFlags.NoFollow | OpenFlags.CloseOnExec, 0);
        return descriptor < 0 ? throw SystemError.Last(name) : new(descriptor);
    }

    /// <summary>Opens a file to read it; a pipe without waiting for a writer.</summary>
    /// <exception cref="IOException">It can not be opened.</exception>
    public SafeFileHandle OpenFile(ReadOnlySpan<byte> name)
    {
        var descriptor = OpenAt(this, name, OpenFlags.NoFollow | OpenFlags.CloseOnExec | OpenFlags.NonBlocking, 0);
        return descriptor < 0 ? throw SystemError.Last(name) : new(descriptor, ownsHandle: true);
    }

    /// <summary>What a name stands for.</summary>
    /// <exception cref="IOException">There is nothing of that name.</exception>
    public FileStatus StatusOf(ReadOnlySpan<byte> name)
    {
        FileStatus status = default;
        return Status(this, name, StatusNoFollow, BasicStatus, ref status) < 0 ? throw SystemError.Last(name) : status;
    }

    /// <summary>What a symbolic link names.</summary>
    /// <exception cref="IOException">It can not be read.</exception>
    public byte[] ReadLink(ReadOnlySpan<byte> name)
    {
        Span<byte> buffer = stackalloc byte[LongestPath];
        var length = ReadLinkAt(this, name, buffer, LongestPath);
        return length < 0 ? throw SystemError.Last(name) : buffer[..(int)length].ToArray();
    }

    /// <summary>The names in the directory, in no order, each with its NUL.</summary>
    /// <exception cref="IOException">It can not be read.</exception>
    public unsafe List<byte[]> ReadNames()
    {
        // The stream closes the descriptor that it is given.
        var stream = OpenStream(OpenAt(this, ".\0"u8, OpenFlags.Directory | OpenFlags.CloseOnExec, 0));
        if (stream == 0)
        {
            throw SystemError.Last(".");
        }

        var names = new List<byte[]>();
        try
        {
            for (nint entry; (entry = ReadEntry(stream)) != 0;)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)entry + NameOffset);
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add([.. name, 0]);
                }
            }

            return Marshal.GetLastPInvokeError() == 0 ? names : throw SystemError.Last(".");
        }
        finally
        {
            _ = CloseStream(stream);
        }
    }

    /// <summary>Reads on in an open file.</summary>
    /// <returns>The number of bytes read; 0 at its end.</returns>
    /// <exception cref="IOException">It can not be read.</exception>
    public static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        var count = Read(file, buffer, (nuint)buffer.Length);
        return count < 0 ? throw SystemError.Last("file") : (int)count;
    }

    /// <summary>An extended attribute of an open file; empty when it has none of that name.</summary>
    /// <exception cref="IOException">It can not be read.</exception>
    public static byte[] ReadAttribute(SafeFileHandle file, string attribute)
    {
        Span<byte> buffer = stackalloc byte[256];
        var length = GetAttribute(file, attribute, buffer, (nuint)buffer.Length);
        return length >= 0 ? buffer[..(int)length].ToArray()
            : Marshal.GetLastPInvokeError() is SystemError.NoData or SystemError.NotSupported ? []
            : throw SystemError.Last(attribute);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Close(handle) == 0;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int directory, ReadOnlySpan<byte> name, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(DirectoryHandle directory, ReadOnlySpan<byte> name, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Status(DirectoryHandle directory, ReadOnlySpan<byte> name, int flags, uint mask, ref FileStatus status);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    private static partial nint ReadLinkAt(DirectoryHandle directory, ReadOnlySpan<byte> name, Span<byte> buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "fdopendir", SetLastError = true)]
    private static partial nint OpenStream(int file);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint ReadEntry(nint stream);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseStream(nint stream);

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetAttribute(SafeFileHandle file, string attribute, Span<byte> buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(nint file);
}
