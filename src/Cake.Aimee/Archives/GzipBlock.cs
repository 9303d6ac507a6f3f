using System.Buffers.Binary;
using System.IO.Compression;

namespace Cake.Aimee.Archives;

/// <summary>One block of a gzip stream, compressed for itself.</summary>
/// <param name="Input">The buffer that held the block, free again.</param>
/// <param name="InputLength">The block's length.</param>
/// <param name="Compressed">Its deflate blocks, none of them the last, up to a byte boundary.</param>
/// <param name="Crc">CRC-32 of the block.</param>
internal sealed record GzipBlock(byte[] Input, int InputLength, ReadOnlyMemory<byte> Compressed, uint Crc)
{
    private const int HeaderLength = 10;

    public static GzipBlock Compress(byte[] input, int length, int level)
    {
        // A flush ends the block at a byte boundary; what closing adds after it is the last block, CRC and length.
        var output = new MemoryStream(length / 2);
        long end;
        using (var gzip = new GZipStream(output, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            gzip.Write(input, 0, length);
            gzip.Flush();
            end = output.Length;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(output.GetBuffer().AsSpan((int)output.Length - 8));
        return new GzipBlock(input, length, output.GetBuffer().AsMemory(HeaderLength, (int)end - HeaderLength), crc);
    }
}
