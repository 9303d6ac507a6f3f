using System.IO.Compression;
using System.Text;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>Unpacks a zip archive. Names that are not marked as UTF-8 are read as such all the same; times are taken for UTC.</summary>
/// <param name="archive">What to call the archive in messages.</param>
/// <param name="target">Where it is unpacked.</param>
internal sealed class ZipUnpacker(string archive, UnpackDirectory target)
{
    private const int BufferSize = 256 * 1024;
    private const int LongestLink = 4095;
    private const int TypeMask = 0xf000;
    private const int DirectoryType = 0x4000;
    private const int FileType = 0x8000;
    private const int LinkType = 0xa000;
    private const int UsualFileMode = 0x1a4;
    private const int UsualDirectoryMode = 0x1ed;

    private readonly byte[] _buffer = new byte[BufferSize];

    /// <summary>Unpacks all entries.</summary>
    /// <exception cref="AimeeException">The archive is damaged, asks for what it may not, or can not be written to disk.</exception>
    public void Unpack(Stream content, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            UnpackFaults.Explain(archive, target.Path, Encoding.UTF8.GetBytes(entry.FullName), entry, one => Unpack(one, cancellationToken));
        }
    }

    private void Unpack(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.IsEncrypted)
        {
            throw new EntryRefusedException("it is encrypted");
        }

        var path = Encoding.UTF8.GetBytes(entry.FullName);
        if (path.AsSpan().Contains((byte)0))
        {
            throw new EntryRefusedException("its path holds a NUL");
        }

        // What made the archive on Unix left the mode there; others left zeros.
        var mode = entry.ExternalAttributes >>> 16;
        var isDirectory = path.AsSpan().EndsWith("/"u8) || (mode & TypeMask) == DirectoryType;
        var time = new FileTime(new DateTimeOffset(entry.LastWriteTime.DateTime, TimeSpan.Zero).ToUnixTimeSeconds(), 0);
        switch (mode & TypeMask)
        {
            case var _ when isDirectory:
                target.AddDirectory(path, mode == 0 ? UsualDirectoryMode : mode, time);
                break;
            case LinkType:
                target.AddSymbolicLink(path, ReadLink(entry, cancellationToken), time);
                break;
            case 0 or FileType:
                UnpackFile(entry, path, mode == 0 ? UsualFileMode : mode, time, cancellationToken);
                break;
            default:
                throw new EntryRefusedException("it is neither a file nor a directory nor a symbolic link");
        }
    }

    private void UnpackFile(ZipArchiveEntry entry, byte[] path, int mode, FileTime time, CancellationToken cancellationToken)
    {
        using var file = target.CreateFile(path);
        var position = 0L;
        Read(
            entry,
            data =>
            {
                file.Write(data, position);
                position += data.Length;
            },
            cancellationToken);
        target.Complete(file, mode, time, []);
    }

    private byte[] ReadLink(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length is 0 or > LongestLink)
        {
            throw new EntryRefusedException("it is a symbolic link without a usual target");
        }

        var link = new MemoryStream();
        Read(entry, data => link.Write(data), cancellationToken);
        return link.ToArray();
    }

    /// <summary>Reads an entry's content, and believes neither its length nor its bytes.</summary>
    private void Read(ZipArchiveEntry entry, Action<ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        using var content = OpenEntry(entry);
        var crc = 0u;
        var left = entry.Length;
        int count;
        while ((count = content.Read(_buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count > left)
            {
                throw new EntryRefusedException($"it has more content than the {entry.Length} bytes that it states");
            }

            left -= count;
            crc = Crc32.Append(crc, _buffer.AsSpan(0, count));
            take(_buffer.AsSpan(0, count));
        }

        if (left > 0 || crc != entry.Crc32)
        {
            throw new EntryRefusedException(left > 0
                ? $"it has less content than the {entry.Length} bytes that it states: the archive is damaged"
                : "its content has another checksum than it states: the archive is damaged");
        }
    }

    private static Stream OpenEntry(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException exception)
        {
            throw new EntryRefusedException(exception.Message.TrimEnd('.'), exception);
        }
    }
}
