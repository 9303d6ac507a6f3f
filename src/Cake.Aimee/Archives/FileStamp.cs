using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Cake.Aimee.Archives;

/// <summary>
/// What tells, without reading a file, that its content is still the one that was read before: whoever changes the
/// content changes at least the time of the last change of state, which no program can set.
/// </summary>
/// <param name="Inode">The file's number on its file system.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Modified">When its content was changed, in nanoseconds since 1970.</param>
/// <param name="Changed">When its content or attributes were changed, in nanoseconds since 1970.</param>
internal readonly partial record struct FileStamp(ulong Inode, long Size, long Modified, long Changed)
{
    private const int CurrentDirectory = -100;
    private const uint BasicStatistics = 0x7ff;

    /// <summary>The stamp of a file; symbolic links are followed.</summary>
    /// <exception cref="IOException">The file is not there, or can not be looked at.</exception>
    public static FileStamp Of(string path)
    {
        FileStatus status = default;
        return StatX(CurrentDirectory, path, 0, BasicStatistics, ref status) == 0
            ? new(status.Inode, status.Size, Time(status.Modified, status.ModifiedNanoseconds), Time(status.Changed, status.ChangedNanoseconds))
            : throw new IOException($"{new Win32Exception(Marshal.GetLastPInvokeError()).Message} : '{path}'");
    }

    private static long Time(long seconds, uint nanoseconds) => (seconds * 1_000_000_000) + nanoseconds;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, ref FileStatus status);
}
