using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

/// <summary>
/// Writes to an open file from its start, for a file that is flushed in the end: so the disk begins early. Closing the
/// stream leaves the file open.
/// </summary>
/// <param name="file">The file.</param>
internal sealed class FileWriteStream(SafeFileHandle file) : WriteOnlyStream
{
    private const long WriteBackSize = 16 * 1024 * 1024;

    private long _position;
    private long _started;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(file, buffer, _position);
        _position += buffer.Length;
        if (_position - _started >= WriteBackSize)
        {
            PosixFile.StartWriting(file, _started, _position - _started);
            _started = _position;
        }
    }

    public override void Complete()
    {
    }
}
