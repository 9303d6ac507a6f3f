using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cake.Aimee.Sources;

/// <summary>BLAKE2b with 512 bits and no key, after RFC 7693.</summary>
internal sealed class Blake2b
{
    private const int BlockSize = 128;

    // RFC 7693, 2.6.
    private static readonly ulong[] InitialVector =
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    // RFC 7693, 2.7: rounds 10 and 11 use rows 0 and 1 again.
    private static readonly byte[] Schedule =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
    ];

    private readonly ulong[] _state = [.. InitialVector];
    private readonly byte[] _block = new byte[BlockSize];
    private int _filled;
    private ulong _count;

    /// <summary>A hash of nothing so far.</summary>
    public Blake2b() => _state[0] ^= 0x01010000 ^ 64; // 2.5: the parameter block; 64 bytes, no key

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // The last block is known only at the end: a full one waits for the next byte.
            if (_filled == BlockSize)
            {
                Compress(_block, isLast: false);
                _filled = 0;
            }
            var whole = _filled == 0 ? (bytes.Length - 1) / BlockSize : 0;
            for (var i = 0; i < whole; i++)
            {
                _count += BlockSize;
                Compress(bytes.Slice(i * BlockSize, BlockSize), isLast: false);
            }
            bytes = bytes[(whole * BlockSize)..];
            var take = Math.Min(BlockSize - _filled, bytes.Length);
            bytes[..take].CopyTo(_block.AsSpan(_filled));
            _filled += take;
            _count += (ulong)take;
            bytes = bytes[take..];
        }
    }

    /// <summary>The hash; the object is used up.</summary>
    public byte[] Finish()
    {
        _block.AsSpan(_filled).Clear();
        Compress(_block, isLast: true);
        var hash = new byte[64];
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(i * 8), _state[i]);
        }
        return hash;
    }

    // RFC 7693, 3.2: the function F.
    private void Compress(ReadOnlySpan<byte> block, bool isLast)
    {
        Span<ulong> words = stackalloc ulong[16];
        for (var i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(i * 8)..]);
        }
        Span<ulong> v = stackalloc ulong[16];
        _state.CopyTo(v);
        InitialVector.CopyTo(v[8..]);
        v[12] ^= _count;
        if (isLast)
        {
            v[14] = ~v[14];
        }
        for (var round = 0; round < 12; round++)
        {
            var s = Schedule.AsSpan(round * 16, 16);
            Mix(ref v[0], ref v[4], ref v[8], ref v[12], words[s[0]], words[s[1]]);
            Mix(ref v[1], ref v[5], ref v[9], ref v[13], words[s[2]], words[s[3]]);
            Mix(ref v[2], ref v[6], ref v[10], ref v[14], words[s[4]], words[s[5]]);
            Mix(ref v[3], ref v[7], ref v[11], ref v[15], words[s[6]], words[s[7]]);
            Mix(ref v[0], ref v[5], ref v[10], ref v[15], words[s[8]], words[s[9]]);
            Mix(ref v[1], ref v[6], ref v[11], ref v[12], words[s[10]], words[s[11]]);
            Mix(ref v[2], ref v[7], ref v[8], ref v[13], words[s[12]], words[s[13]]);
            Mix(ref v[3], ref v[4], ref v[9], ref v[14], words[s[14]], words[s[15]]);
        }
        for (var i = 0; i < 8; i++)
        {
            _state[i] ^= v[i] ^ v[i + 8];
        }
    }

    // RFC 7693, 3.1: the function G.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong a, ref ulong b, ref ulong c, ref ulong d, ulong x, ulong y)
    {
        a += b + x;
        d = BitOperations.RotateRight(d ^ a, 32);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 24);
        a += b + y;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 63);
    }
}
