using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>Says which entry of which archive could not be unpacked, and why.</summary>
internal static class UnpackFaults
{
    /// <summary>Unpacks an entry.</summary>
    /// <exception cref="AimeeException">It may not be, or can not be.</exception>
    public static void Explain<T>(string archive, string directory, ReadOnlySpan<byte> entry, T content, Action<T> unpack)
    {
        try
        {
            unpack(content);
        }
        catch (Exception exception) when (exception is EntryRefusedException or FormatException)
        {
            throw new AimeeException($"{archive}: entry \"{TarName.Display(entry)}\" is refused: {exception.Message}.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new AimeeException($"{archive}: entry \"{TarName.Display(entry)}\": the archive is damaged: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"{archive}: entry \"{TarName.Display(entry)}\" can not be unpacked into {directory}: {exception.Message}", exception);
        }
    }
}
