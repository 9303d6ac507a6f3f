namespace Cake.Aimee.Archives;

/// <summary>A chunk writer as a stream.</summary>
internal sealed class ChunkWriterStream(ChunkWriter writer) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => writer.Write(buffer);

    public override void Complete()
    {
    }
}
