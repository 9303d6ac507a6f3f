using Cake.Aimee.Archives;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>Writes to an open file from its start; closing the stream leaves the file open.</summary>
internal sealed class FileWriteStream(SafeFileHandle file) : WriteOnlyStream
{
    private long _position;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(file, buffer, _position);
        _position += buffer.Length;
    }

    public override void Complete()
    {
    }
}
