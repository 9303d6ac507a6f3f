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

    // The layout of statx(2) is the same on every architecture, that of stat(2) is not.
    private const int StatisticsSize = 256;
    private const int InodeOffset = 32;
    private const int SizeOffset = 40;
    private const int ChangedOffset = 96;
    private const int ModifiedOffset = 112;

    /// <summary>The stamp of a file; symbolic links are followed.</summary>
    /// <exception cref="IOException">The file is not there, or can not be looked at.</exception>
    public static FileStamp Of(string path)
    {
        Span<byte> statistics = stackalloc byte[StatisticsSize];
        if (StatX(CurrentDirectory, path, 0, BasicStatistics, ref statistics[0]) < 0)
        {
            throw new IOException($"{new Win32Exception(Marshal.GetLastPInvokeError()).Message} : '{path}'");
        }

        return new(
            MemoryMarshal.Read<ulong>(statistics[InodeOffset..]),
            MemoryMarshal.Read<long>(statistics[SizeOffset..]),
            Time(statistics[ModifiedOffset..]),
            Time(statistics[ChangedOffset..]));
    }

    private static long Time(ReadOnlySpan<byte> time) =>
        (MemoryMarshal.Read<long>(time) * 1_000_000_000) + MemoryMarshal.Read<uint>(time[sizeof(long)..]);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, ref byte statistics);
}
