using System.Security.Cryptography;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>
/// A file or directory that appears at its place whole or not at all: it is written under another name beside it,
/// flushed, and renamed. What was there before is replaced in the same moment; without <see cref="Commit"/> it stays.
/// </summary>
public sealed class PendingPath : IDisposable
{
    private readonly string _target;
    private bool _isCommitted;

    /// <summary>Chooses the other name; nothing is written yet.</summary>
    /// <param name="target">Where the file or directory is to appear; the directory above it is made if need be.</param>
    public PendingPath(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        _target = Path.GetFullPath(target.TrimEnd('/'));
        var parent = Path.GetDirectoryName(_target)
            ?? throw new AimeeException($"{target}: the root directory can not be written anew.");
        Directory.CreateDirectory(parent);
        TemporaryPath = Path.Combine(parent, $".{Path.GetFileName(_target)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.tmp");
    }

    /// <summary>Takes a name that nobody else writes to now: what a process that was killed has left there is removed.</summary>
    /// <param name="target">Where the file or directory is to appear; the directory above it is there.</param>
    /// <param name="temporaryPath">The other name, on the same file system.</param>
    internal PendingPath(string target, string temporaryPath)
    {
        (_target, TemporaryPath) = (Path.GetFullPath(target), temporaryPath);
        DirectoryRemoval.Remove(temporaryPath);
    }

    /// <summary>Writes a file that appears whole: after a power cut, too, it is the old one or the new one.</summary>
    /// <param name="target">Where it is to appear; what is there is replaced.</param>
    /// <param name="content">What stands in it.</param>
    public static void WriteFile(string target, ReadOnlySpan<byte> content)
    {
        using var pending = new PendingPath(target);
        Write(pending, target, content);
    }

    /// <summary>As <see cref="WriteFile(string, ReadOnlySpan{byte})"/>, by a name that nobody else writes to now.</summary>
    /// <param name="target">Where it is to appear; what is there is replaced.</param>
    /// <param name="temporaryPath">The other name, on the same file system; what a process that was killed has left there is removed.</param>
    /// <param name="content">What stands in it.</param>
    internal static void WriteFile(string target, string temporaryPath, ReadOnlySpan<byte> content)
    {
        using var pending = new PendingPath(target, temporaryPath);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Write(pending, target, content);
    }

    private static void Write(PendingPath pending, string target, ReadOnlySpan<byte> content)
    {
        using (var file = new FileStream(pending.TemporaryPath, FileMode.CreateNew))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        PosixPath.Rename(pending.TemporaryPath, target);
    }

    /// <summary>Where to write meanwhile: on the same file system as the target.</summary>
    public string TemporaryPath { get; }

    /// <summary>Gives what was written, and flushed, its name.</summary>
    public void Commit()
    {
        // Again, should somebody else put something there or take it away at the same moment.
        while (!_isCommitted && !PosixFile.TryExchangeNames(TemporaryPath, _target))
        {
            _isCommitted = TryMove();
        }

        PosixFile.FlushDirectory(Path.GetDirectoryName(_target)!);
    }

    /// <summary>Removes what was not committed, or what was replaced.</summary>
    public void Dispose()
    {
        if (!_isCommitted)
        {
            DirectoryRemoval.Remove(TemporaryPath);
        }
    }

    /// <summary>Gives what was written its name, if nothing has it.</summary>
    private bool TryMove()
    {
        try
        {
            if (Directory.Exists(TemporaryPath))
            {
                Directory.Move(TemporaryPath, _target);
            }
            else
            {
                File.Move(TemporaryPath, _target);
            }

            return true;
        }
        catch (IOException) when (Path.Exists(TemporaryPath) && Path.Exists(_target))
        {
            return false;
        }
    }
}
