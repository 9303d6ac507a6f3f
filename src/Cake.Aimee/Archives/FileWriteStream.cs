using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

/// <summary>
/// Writes to an open file from its start, for a file that is flushed in the end: so the disk begins early. Closing the
/// stream leaves the file open.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="leavesMemory">Whether what is written had better leave memory at once, as far as the kernel can.</param>
internal sealed class FileWriteStream(SafeFileHandle file, bool leavesMemory = false) : WriteOnlyStream
{
    private const long WriteBackSize = 16 * 1024 * 1024;

    private long _position;
    private long _started;
    private bool _isCached = !leavesMemory;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!_isCached && !buffer.IsEmpty)
        {
            var count = PosixFile.WriteUncached(file, buffer, _position);
            if (count <= 0)
            {
                // Older kernels and some file systems can not; what else is wrong, the usual way tells.
                _isCached = true;
                break;
            }

            _position += count;
            buffer = buffer[count..];
        }

        if (_isCached)
        {
            WriteCached(buffer);
        }
    }

    public override void Complete()
    {
    }

    private void WriteCached(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(file, buffer, _position);
        _position += buffer.Length;
        if (_position - _started >= WriteBackSize)
        {
            PosixFile.StartWriting(file, _started, _position - _started);
            _started = _position;
        }
    }
}
