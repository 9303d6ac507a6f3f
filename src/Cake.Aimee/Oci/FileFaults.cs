using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Says to the person at the terminal what the file system refused.</summary>
internal static class FileFaults
{
    /// <summary>Does something that reads and writes files.</summary>
    /// <exception cref="AimeeException">A file can not be read or written: a full disk, a missing right.</exception>
    public static T Explain<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"{what}: {exception.Message}", exception);
        }
    }
}
