using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

/// <summary>What .NET has no calls for: directories that are flushed, names that are exchanged.</summary>
internal static partial class PosixFile
{
    private const int CurrentDirectory = -100;
    private const uint Exchange = 2;
    private const uint StartWrite = 2;
    private const int WillNeed = 3;
    private const int DoNotCache = 0x80;
    private const int KeepSize = 1;
    private const int PunchHole = 2;

    // 6.14 knows such writes too, but may drop a page that was written to again meanwhile.
    private static readonly bool CanWriteUncached = Environment.OSVersion.Version >= new Version(6, 16);

    /// <summary>Flushes a directory to the disk, so that the names in it outlive a power cut.</summary>
    public static void FlushDirectory(string path) => Flush(path, Sync);

    /// <summary>Flushes all of the file system that a directory lies on: for many files, which one by one would take far longer.</summary>
    public static void FlushFileSystem(string path) => Flush(path, SyncFileSystem);

    /// <summary>Asks the kernel to begin writing a part of a file to the disk, so that a later flush has less to wait for.</summary>
    public static void StartWriting(SafeFileHandle file, long offset, long length) =>
        _ = SyncFileRange(file, offset, length, StartWrite);

    /// <summary>Gives back what the whole pages of a part of a file take up, if the file system can; they read as zeros then.</summary>
    public static void MakeHole(SafeFileHandle file, long offset, long length)
    {
        var start = (offset + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;
        var end = (offset + length) / Environment.SystemPageSize * Environment.SystemPageSize;
        if (start < end)
        {
            _ = Allocate(file, PunchHole | KeepSize, start, end - start);
        }
    }

    /// <summary>
    /// Writes at a position of a file, in such a way that the disk begins at once, and that the pages are given back
    /// when it is done: Linux 6.16 and later, where the file system can.
    /// </summary>
    /// <returns>How many bytes; negative if it can not be done in this way.</returns>
    public static unsafe int WriteUncached(SafeFileHandle file, ReadOnlySpan<byte> content, long position)
    {
        if (!CanWriteUncached)
        {
            return -1;
        }

        fixed (byte* start = content)
        {
            var vector = new Vector(start, (nuint)content.Length);
            return (int)WriteVectors(file, &vector, 1, position, DoNotCache);
        }
    }

    /// <summary>Exchanges what two paths name, in one step.</summary>
    /// <returns>False when one of them is not there.</returns>
    public static bool TryExchangeNames(string one, string other) =>
        RenameAt2(CurrentDirectory, one, CurrentDirectory, other, Exchange) >= 0
        || (Marshal.GetLastPInvokeError() == SystemError.NotThere ? false : throw Error(other));

    /// <summary>Tells the kernel which part of a file will be read next, so that the disk works meanwhile.</summary>
    public static void StartReading(SafeFileHandle file, long offset, long length) =>
        _ = Advise(file, offset, length, WillNeed);

    private static void Flush(string path, Func<int, int> flush)
    {
        var directory = Open(path, OpenFlags.Directory | OpenFlags.CloseOnExec);
        if (directory < 0)
        {
            throw Error(path);
        }

        var result = flush(directory);
        var error = result < 0 ? Error(path) : null;
        _ = Close(directory);
        if (error is not null)
        {
            throw error;
        }
    }

    private static IOException Error(string path) => new($"{new Win32Exception(Marshal.GetLastPInvokeError()).Message} : '{path}'");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "fallocate")]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "pwritev2")]
    private static unsafe partial nint WriteVectors(SafeFileHandle file, Vector* vectors, int count, long position, int flags);

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int oneDirectory, string one, int otherDirectory, string other, uint flags);

    /// <summary>The C library's <c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly unsafe struct Vector(byte* start, nuint length)
    {
        public readonly byte* Start = start;
        public readonly nuint Length = length;
    }
}
