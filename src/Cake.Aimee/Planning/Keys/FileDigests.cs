using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Planning.Keys;

/// <summary>
/// Digests of files' contents. A file is read again only when its inode, size or times are others than when it was
/// read before; what was read is remembered between runs by <see cref="Write"/>. Can be used by several threads.
/// </summary>
public sealed class FileDigests
{
    // A file that has just been written may be written once more within the clock's tick: it is not remembered.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, (FileStamp Stamp, string Digest)> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (FileStamp Stamp, string Digest)> read = new(StringComparer.Ordinal);

    /// <summary>Starts with what was remembered; a memory that can not be read is none.</summary>
    /// <param name="memory">The lines that <see cref="Write"/> gave.</param>
    public FileDigests(IEnumerable<string> memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        foreach (var line in memory)
        {
            if (line.Split('\t', 6) is [var digest, var inode, var size, var modified, var changed, var path]
                && ulong.TryParse(inode, out var number) && long.TryParse(size, out var length)
                && long.TryParse(modified, out var modifiedTime) && long.TryParse(changed, out var changedTime))
            {
                known[path] = (new FileStamp(number, length, modifiedTime, changedTime), digest);
            }
        }
    }

    /// <summary>Whether there is something to remember that was not known.</summary>
    public bool HasNews { get; private set; }

    /// <summary>The SHA-256 of a file's content, in hexadecimal digits.</summary>
    /// <param name="path">Absolute path of the file.</param>
    /// <exception cref="IOException">The file can not be read.</exception>
    public string Of(string path)
    {
        if (read.TryGetValue(path, out var entry))
        {
            return entry.Digest;
        }

        var stamp = FileStamp.Of(path);
        if (known.TryGetValue(path, out entry) && entry.Stamp == stamp)
        {
            read[path] = entry;
            return entry.Digest;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        read[path] = (stamp, digest);
        HasNews = true;
        return digest;
    }

    /// <summary>
    /// The SHA-256 of all that is in a directory: names, kinds, what links name, whether files can be executed, contents.
    /// Times and owners do not count.
    /// </summary>
    /// <param name="directory">Absolute path of the directory.</param>
    /// <exception cref="IOException">Something in it can not be read.</exception>
    public string OfDirectory(string directory)
    {
        var text = new StringBuilder();
        var entries = new DirectoryInfo(directory).EnumerateFileSystemInfos("*", new EnumerationOptions
        {
            RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false,
        });
        foreach (var entry in entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var content = entry switch
            {
                { LinkTarget: { } target } => $"link {target}",
                DirectoryInfo => "directory",
                _ => $"{((entry.UnixFileMode & UnixFileMode.UserExecute) != 0 ? "program" : "file")} {Of(entry.FullName)}",
            };
            text.Append(Path.GetRelativePath(directory, entry.FullName)).Append('\0').Append(content).Append('\n');
        }

        return KeyBuilder.DigestOf(text.ToString());
    }

    /// <summary>What is to be remembered: a line for each file that was asked for and has settled.</summary>
    /// <param name="now">The present time.</param>
    public IEnumerable<string> Write(DateTimeOffset now)
    {
        var settled = (now - Settled).ToUnixTimeMilliseconds() * 1_000_000;
        return read
            .Where(entry => entry.Value.Stamp.Changed < settled && !entry.Key.Contains('\n', StringComparison.Ordinal))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => string.Create(
                CultureInfo.InvariantCulture,
                $"{entry.Value.Digest}\t{entry.Value.Stamp.Inode}\t{entry.Value.Stamp.Size}\t{entry.Value.Stamp.Modified}\t{entry.Value.Stamp.Changed}\t{entry.Key}"));
    }
}
