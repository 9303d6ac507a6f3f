namespace Cake.Aimee.Oci;

/// <summary>A stream of which all that is read goes through a <see cref="HashingWriter"/> too.</summary>
internal sealed class HashedReadStream(Stream source, HashingWriter writer) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => writer.Length;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => writer.Copy(source, buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
