using System.Buffers.Binary;

namespace Cake.Aimee.Archives;

/// <summary>
/// Compresses to one gzip member (RFC 1952). Blocks of a fixed size are compressed each for itself, several at once,
/// and joined at byte boundaries: so the result does not depend on the number of threads.
/// </summary>
internal sealed class GzipWriteStream(Stream destination, int level, int threads) : WriteOnlyStream
{
    private const int BlockSize = 1024 * 1024;

    // Blocks that wait for a thread: whoever compresses never waits for the one who reads and writes.
    private const int Ahead = 4;

    private readonly Queue<Task<GzipBlock>> _blocks = new();
    private readonly Stack<byte[]> _free = new();
    private byte[] _block = new byte[BlockSize];
    private int _count;
    private uint _crc;
    private uint _length;
    private bool _isStarted;

    // No name, no time, no extra flags, "Unix": nothing that changes from run to run.
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];

    // The last deflate block: fixed codes, nothing in it.
    private static ReadOnlySpan<byte> LastBlock => [0x03, 0x00];

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, BlockSize - _count);
            buffer[..count].CopyTo(_block.AsSpan(_count));
            _count += count;
            buffer = buffer[count..];
            if (_count == BlockSize)
            {
                StartBlock();
            }
        }
    }

    public override void Complete()
    {
        if (_count > 0)
        {
            StartBlock();
        }

        while (_blocks.Count > 0)
        {
            WriteOldest();
        }

        Start();
        Span<byte> trailer = stackalloc byte[10];
        LastBlock.CopyTo(trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[2..], _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[6..], _length);
        destination.Write(trailer);
    }

    private void StartBlock()
    {
        if (_blocks.Count >= threads + Ahead)
        {
            WriteOldest();
        }

        var (block, count) = (_block, _count);
        _blocks.Enqueue(Task.Run(() => GzipBlock.Compress(block, count, level)));
        _block = _free.TryPop(out var free) ? free : new byte[BlockSize];
        _count = 0;
    }

    private void WriteOldest()
    {
        var block = _blocks.Dequeue().GetAwaiter().GetResult();
        _free.Push(block.Input);
        _crc = Crc32.Combine(_crc, block.Crc, block.InputLength);
        _length += (uint)block.InputLength;
        Start();
        destination.Write(block.Compressed.Span);
    }

    private void Start()
    {
        if (!_isStarted)
        {
            _isStarted = true;
            destination.Write(Header);
        }
    }
}
