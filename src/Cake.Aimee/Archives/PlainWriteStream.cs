namespace Cake.Aimee.Archives;

/// <summary>Passes on what is written, as it is.</summary>
internal sealed class PlainWriteStream(Stream destination) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => destination.Write(buffer);

    public override void Complete()
    {
    }
}
