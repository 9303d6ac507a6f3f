using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Processes;

/// <summary>The calls of the C library that .NET has no door to.</summary>
internal static partial class Native
{
    /// <summary>Something can be read, as <c>poll(2)</c> calls it.</summary>
    public const short PollIn = 1;

    /// <summary>Opens for reading and writing, waits for nothing, and is closed in programs that are started.</summary>
    public const int ReadWriteNonBlocking = 0x2 | 0x800 | 0x80000;

    /// <summary>Sends a signal; see <c>kill(2)</c>.</summary>
    /// <returns>Whether it was sent: false when the process is gone or is not ours to signal.</returns>
    public static bool Send(int process, Signal signal) => Kill(process, (int)signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    /// <summary>Waits until one of the descriptors can be read or has ended; see <c>poll(2)</c>.</summary>
    /// <param name="descriptors">What to wait for; the answer stands in it too. A negative descriptor is passed over.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="milliseconds">How long to wait at most.</param>
    /// <returns>How many are ready; 0 when the time is up, negative on an error (an interruption is one).</returns>
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Span<PollDescriptor> descriptors, nuint count, int milliseconds);

    /// <summary>Who this process acts as; see <c>geteuid(2)</c>.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint User();

    /// <summary>The group that this process acts as; see <c>getegid(2)</c>.</summary>
    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint Group();

    /// <summary>Makes a FIFO; see <c>mkfifo(3)</c>.</summary>
    /// <param name="path">Where; nothing may be there.</param>
    /// <param name="mode">Its permissions, less the umask.</param>
    /// <returns>Negative on an error.</returns>
    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, uint mode);

    /// <summary>Opens a file; see <c>open(2)</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="flags"><see cref="ReadWriteNonBlocking"/>.</param>
    /// <returns>The file; invalid on an error.</returns>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    /// <summary>Reads what there is; see <c>read(2)</c>.</summary>
    /// <returns>How many bytes; negative when there are none, or on an error.</returns>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, Span<byte> buffer, nuint count);

    /// <summary>Writes; see <c>write(2)</c>.</summary>
    /// <returns>How many bytes; negative on an error.</returns>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> buffer, nuint count);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        /// <summary>The descriptor.</summary>
        public int Descriptor;

        /// <summary>What to wait for.</summary>
        public short Events;

        /// <summary>What there is.</summary>
        public short Ready;
    }
}
