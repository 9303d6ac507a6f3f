using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

/// <summary>
/// A stretch of an open file: a whole file, or one that lies in an archive. Reading takes a position and moves
/// nothing, so many threads read one range at once. The handle belongs to whoever opened it.
/// </summary>
/// <param name="File">The open file.</param>
/// <param name="Name">What to call the range in messages.</param>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record FileRange(SafeFileHandle File, string Name, long Offset, long Length)
{
    /// <summary>Reads what is there at a position, up to the end of the range.</summary>
    /// <param name="position">Bytes from the start of the range.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <returns>The number of bytes read; 0 at the end of the range.</returns>
    public int Read(long position, Span<byte> buffer)
    {
        var count = (int)Math.Clamp(Length - position, 0, buffer.Length);
        return count == 0 ? 0 : RandomAccess.Read(File, buffer[..count], Offset + position);
    }

    /// <summary>Fills a buffer from a position.</summary>
    /// <param name="position">Bytes from the start of the range.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <exception cref="AimeeException">The file ends before the buffer is full.</exception>
    public void ReadExactly(long position, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = Read(position, buffer);
            if (count == 0)
            {
                throw new AimeeException($"{Name}: the file ends at byte {position}, in the middle of its content.");
            }

            position += count;
            buffer = buffer[count..];
        }
    }

    /// <summary>The whole range in memory: for small ones.</summary>
    /// <exception cref="AimeeException">The file ends before the range does.</exception>
    public byte[] ReadAll()
    {
        var content = new byte[Length];
        ReadExactly(0, content);
        return content;
    }

    /// <summary>A part of this range.</summary>
    /// <param name="name">What to call the part in messages.</param>
    /// <param name="offset">Bytes from the start of this range.</param>
    /// <param name="length">Its length in bytes.</param>
    public FileRange Slice(string name, long offset, long length) =>
        new(File, name, Offset + offset, Math.Min(length, Length - offset));

    /// <summary>The range as a stream that can seek; closing it leaves the file open.</summary>
    public Stream OpenStream() => new FileRangeStream(this);
}
