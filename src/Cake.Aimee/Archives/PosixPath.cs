using System.Runtime.InteropServices;

namespace Cake.Aimee.Archives;

/// <summary>Calls by path that never follow a symbolic link in the path's last part, as .NET's own may.</summary>
internal static partial class PosixPath
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStatus = 0x7ff;
    private const uint WithBirth = BasicStatus | FileStatus.BirthMask;

    /// <summary>What stands at a path; null when nothing does.</summary>
    /// <exception cref="IOException">That can not be told.</exception>
    public static FileStatus? StatusOf(string path)
    {
        FileStatus status = default;
        return Status(CurrentDirectory, path, NoFollow, WithBirth, ref status) == 0 ? status
            : Marshal.GetLastPInvokeError() is SystemError.NotThere or SystemError.NoDirectory ? null
            : throw SystemError.Last(path);
    }

    /// <summary>Gives what stands at one path another one; a file that stands there is replaced in the same moment.</summary>
    /// <exception cref="IOException">It can not be done.</exception>
    public static void Rename(string from, string to)
    {
        if (RenamePath(from, to) < 0)
        {
            throw SystemError.Last($"{from}' -> '{to}");
        }
    }

    /// <summary>Gives a file, or a symbolic link, a further name.</summary>
    /// <returns>False when something has that name.</returns>
    /// <exception cref="IOException">It can not be done.</exception>
    public static bool TryLink(string existing, string name) =>
        LinkPath(existing, name) == 0
        || (Marshal.GetLastPInvokeError() == SystemError.IsThere ? false : throw SystemError.Last($"{existing}' -> '{name}"));

    /// <summary>Removes a file or a symbolic link.</summary>
    /// <returns>False when nothing stands there, or a directory.</returns>
    /// <exception cref="IOException">It can not be done.</exception>
    public static bool TryRemove(string path) =>
        Unlink(path) == 0
        || (Marshal.GetLastPInvokeError() is SystemError.NotThere or SystemError.NoDirectory or SystemError.IsDirectory ? false : throw SystemError.Last(path));

    /// <summary>Removes a directory if it is empty.</summary>
    /// <returns>False when it is not there, is no directory, or is not empty.</returns>
    /// <exception cref="IOException">It can not be done.</exception>
    public static bool TryRemoveEmpty(string path) =>
        RemoveDirectory(path) == 0
        || (Marshal.GetLastPInvokeError() is SystemError.NotThere or SystemError.NoDirectory or SystemError.NotEmpty or SystemError.Busy ? false : throw SystemError.Last(path));

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, ref FileStatus status);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenamePath(string from, string to);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkPath(string existing, string name);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveDirectory(string path);
}
