using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

/// <summary>Writes to an open file from its start; closing the stream leaves the file open.</summary>
/// <param name="file">The file.</param>
/// <param name="willBeFlushed">Whether to let the disk begin early, because the file will be flushed in the end.</param>
internal sealed class FileWriteStream(SafeFileHandle file, bool willBeFlushed) : WriteOnlyStream
{
    private const long WriteBackSize = 16 * 1024 * 1024;

    private long _position;
    private long _started;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(file, buffer, _position);
        _position += buffer.Length;
        if (willBeFlushed && _position - _started >= WriteBackSize)
        {
            PosixFile.StartWriting(file, _started, _position - _started);
            _started = _position;
        }
    }

    public override void Complete()
    {
    }
}
