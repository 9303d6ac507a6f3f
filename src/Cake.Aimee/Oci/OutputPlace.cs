using System.Security.Cryptography;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Oci;

/// <summary>
/// A hidden directory beside an output, for what is written before it gets its name. A lock in it ends with its process:
/// what a killed one has left is removed by whoever makes the same output next.
/// </summary>
internal sealed class OutputPlace : IDisposable
{
    private const string LockName = "lock";
    private const string Ending = ".tmp";

    private readonly FileLock _held;
    private readonly PendingPath _pending;

    private OutputPlace(FileLock held, string directory, string output)
    {
        (_held, Directory) = (held, directory);
        _pending = new PendingPath(output, Path.Combine(directory, "output"));
    }

    /// <summary>The directory, on the file system of the output.</summary>
    public string Directory { get; }

    /// <summary>Where to write the output meanwhile; nothing is there yet.</summary>
    public string TemporaryPath => _pending.TemporaryPath;

    /// <summary>Makes a directory for an output, and the one that it stands in.</summary>
    /// <exception cref="AimeeException">The output is the root directory.</exception>
    public static OutputPlace Take(string output)
    {
        output = Path.GetFullPath(output.TrimEnd('/'));
        var parent = Path.GetDirectoryName(output)
            ?? throw new AimeeException($"{output}: the root directory can not be written anew.");
        System.IO.Directory.CreateDirectory(parent);
        var start = $".{Path.GetFileName(output)}.";
        Sweep(parent, start);
        while (true)
        {
            var directory = Path.Combine(parent, start + RandomNumberGenerator.GetHexString(8, lowercase: true) + Ending);
            if (Hold(directory) is { } held)
            {
                return new(held, directory, output);
            }
        }
    }

    /// <summary>Opens what writes an output, which holds the place from then on.</summary>
    /// <exception cref="AimeeException">Something else is at the output's place.</exception>
    public static T Open<T>(string output, Func<OutputPlace, T> open)
    {
        var place = Take(output);
        try
        {
            return open(place);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Gives what was written, and flushed, its name; what was there before goes.</summary>
    public void Commit() => _pending.Commit();

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _pending.Dispose();
            DirectoryRemoval.Remove(Directory);
        }
        finally
        {
            _held.Dispose();
        }
    }

    /// <summary>Makes a directory and holds its lock, unless somebody who sweeps has come in between.</summary>
    private static FileLock? Hold(string directory)
    {
        var path = Path.Combine(System.IO.Directory.CreateDirectory(directory).FullName, LockName);
        try
        {
            var held = FileLock.TryTake(path);
            if (held is null || File.Exists(path))
            {
                return held;
            }

            held.Dispose();
        }
        catch (DirectoryNotFoundException)
        {
            // Swept before the lock was there: another name is as good.
        }

        return null;
    }

    private static void Sweep(string parent, string start)
    {
        foreach (var directory in System.IO.Directory.GetDirectories(parent))
        {
            var name = Path.GetFileName(directory);
            if (name.Length == start.Length + 8 + Ending.Length
                && name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal))
            {
                RemoveIfLeft(directory);
            }
        }
    }

    private static void RemoveIfLeft(string directory)
    {
        try
        {
            using var dead = FileLock.TryTake(Path.Combine(directory, LockName));
            if (dead is not null)
            {
                DirectoryRemoval.Remove(directory);
            }
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // Somebody else has just removed it, or it is another user's: it is not in the way.
        }
    }
}
