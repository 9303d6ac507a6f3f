using Cake.Aimee.Archives;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>Writes to an open file, but for stretches that become holes: they take neither room nor time.</summary>
/// <param name="file">The file; closing the stream leaves it open.</param>
internal sealed class SparseWriteStream(SafeFileHandle file) : WriteOnlyStream
{
    private readonly Queue<(long Start, long End)> _holes = new();
    private long _position;

    /// <summary>Leaves a stretch out, as far as it is not written yet.</summary>
    /// <param name="start">Its first byte, behind all that were left out before.</param>
    /// <param name="length">Its length in bytes.</param>
    public void LeaveOut(long start, long length) => _holes.Enqueue((start, start + length));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var (isHole, length) = Next(buffer.Length);
            if (!isHole)
            {
                RandomAccess.Write(file, buffer[..length], _position);
            }

            _position += length;
            buffer = buffer[length..];
        }
    }

    /// <summary>Gives the file its length, should a hole be at its end.</summary>
    public override void Complete() => RandomAccess.SetLength(file, _position);

    /// <summary>How far the bytes at hand are of one kind.</summary>
    private (bool IsHole, int Length) Next(int most)
    {
        while (_holes.TryPeek(out var hole) && hole.End <= _position)
        {
            _holes.Dequeue();
        }

        return !_holes.TryPeek(out var next) ? (false, most)
            : next.Start > _position ? (false, (int)Math.Min(most, next.Start - _position))
            : (true, (int)Math.Min(most, next.End - _position));
    }
}
