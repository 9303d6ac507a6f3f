using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Diagnostics;

/// <summary>
/// Reads a text file that may be anything: a directory, a pipe, a device, gigabytes, another encoding. What it
/// is instead of text is a fault, never a hang.
/// </summary>
public static partial class TextFile
{
    /// <summary>The largest file that is read, in bytes: a hundred times what people write.</summary>
    public const int MaximumLength = 1 << 20;

    private const int OpenReadOnly = 0;
    private const int OpenNonBlocking = 0x800;
    private const int OpenCloseOnExec = 0x80000;
    private const int NoSuchFile = 2;
    private const int NotADirectory = 20;

    /// <summary>Reads a file as UTF-8 text, without its byte order mark.</summary>
    /// <param name="path">The file to open.</param>
    /// <param name="displayName">The file as the user would name it.</param>
    /// <param name="diagnostics">Gets the fault when the file can not be read.</param>
    /// <returns>The text; null when there is no such file, or when it can not be read and a fault says so.</returns>
    public static string? Read(string path, string displayName, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        try
        {
            using var handle = Open(path);
            if (handle is null)
            {
                return null;
            }

            var bytes = ReadBytes(handle);
            if (bytes is null)
            {
                diagnostics.Error(
                    DiagnosticCodes.FileTooLarge, new(displayName), $"The file is larger than {MaximumLength >> 20} MiB.");
                return null;
            }

            return Decode(bytes, displayName, diagnostics);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            diagnostics.Error(DiagnosticCodes.FileUnreadable, new(displayName), $"The file can not be read: {Reason(exception)}.");
            return null;
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        NotSupportedException => "it is not a regular file",
        UnauthorizedAccessException => "permission denied, or it is a directory",
        _ => exception.Message.TrimEnd('.'),
    };

    /// <summary>Opens without waiting: a pipe that nobody writes to would block an ordinary open for ever.</summary>
    private static SafeFileHandle? Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? File.OpenHandle(path) : null;
        }

        var handle = OpenFile(path, OpenReadOnly | OpenNonBlocking | OpenCloseOnExec);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return error is NoSuchFile or NotADirectory && !IsLink(path)
            ? null
            : throw new IOException(Marshal.GetPInvokeErrorMessage(error));
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static byte[]? ReadBytes(SafeFileHandle handle)
    {
        // The length is that of a regular file; asking it of a pipe or a directory throws, and a device says 0.
        var length = RandomAccess.GetLength(handle);
        if (length > MaximumLength)
        {
            return null;
        }

        var buffer = new byte[length == 0 ? 4096 : length + 1];
        var count = 0;
        while (RandomAccess.Read(handle, buffer.AsSpan(count), count) is > 0 and var read)
        {
            count += read;
            if (count > MaximumLength)
            {
                return null;
            }

            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        return buffer[..count];
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, string displayName, DiagnosticBag diagnostics)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }
        else if (bytes.Length >= 2 && (bytes[0], bytes[1]) is (0xFE, 0xFF) or (0xFF, 0xFE))
        {
            diagnostics.Error(
                DiagnosticCodes.FileNotText, new(displayName), "The file is UTF-16 text.", "Save it as UTF-8.");
            return null;
        }

        if (Utf8.IsValid(bytes) && !bytes.Contains((byte)0))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var offset = FirstFault(bytes);
        var before = Encoding.UTF8.GetString(bytes[..offset]);
        var lineStart = before.LastIndexOf('\n') + 1;
        var location = new SourceLocation(displayName, before.AsSpan().Count('\n') + 1, before.Length - lineStart + 1);
        diagnostics.Error(
            DiagnosticCodes.FileNotText, location, $"The byte 0x{bytes[offset]:X2} is not UTF-8 text.", "Save the file as UTF-8.");
        return null;
    }

    private static int FirstFault(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out var rune, out var length) == System.Buffers.OperationStatus.Done
            && rune.Value != 0)
        {
            offset += length;
        }

        return offset;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle OpenFile(string path, int flags);
}
