using System.IO.Compression;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Archives;

/// <summary>Compression with many threads, and back.</summary>
internal sealed class CompressionTests
{
    private static readonly Compression[] Formats = [Compression.Gzip, Compression.Zstd];

    private static readonly int[] Lengths = [0, 1, 511, 1024 * 1024, (1024 * 1024) + 1, 9_000_000];

    private static byte[] Content(int length)
    {
        var random = new Random(length);
        var content = new byte[length];
        for (var at = 0; at < length; at++)
        {
            content[at] = (byte)(random.Next(4) == 0 ? random.Next(256) : at / 100);
        }

        return content;
    }

    private static byte[] Compress(byte[] content, Compression format, int threads, int pieces = 100_000, int? level = null)
    {
        var output = new MemoryStream();
        using var stream = Compressor.Open(output, format, level, threads);
        foreach (var piece in content.Chunk(pieces))
        {
            stream.Write(piece);
        }

        stream.Complete();
        return output.ToArray();
    }

    private static byte[] Decompress(byte[] content, Compression format)
    {
        var output = new MemoryStream();
        using var stream = Decompression.Open(new MemoryStream(content), format);
        stream.CopyTo(output);
        return output.ToArray();
    }

    [Test]
    public void What_is_compressed_comes_back(
        [ValueSource(nameof(Formats))] Compression format, [ValueSource(nameof(Lengths))] int length)
    {
        var content = Content(length);
        var compressed = Compress(content, format, threads: 3);
        Assert.That(Decompression.Detect(compressed), Is.EqualTo(format));
        Assert.That(Decompress(compressed, format), Is.EqualTo(content));
    }

    [Test]
    public void The_result_depends_neither_on_threads_nor_on_pieces([ValueSource(nameof(Formats))] Compression format)
    {
        var content = Content(20_000_000);
        var one = Compress(content, format, threads: 1);
        Assert.That(Compress(content, format, threads: 2, pieces: 4096), Is.EqualTo(one));
        Assert.That(Compress(content, format, threads: 7, pieces: 20_000_000), Is.EqualTo(one));
    }

    [Test]
    public void A_gzip_file_is_one_member_that_says_nothing_of_time_and_place()
    {
        var compressed = Compress(Content(3_000_000), Compression.Gzip, threads: 2);
        Assert.That(compressed[..10], Is.EqualTo(new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3 }));
        using var strict = new DeflateStream(new MemoryStream(compressed[10..^8]), CompressionMode.Decompress);
        var output = new MemoryStream();
        strict.CopyTo(output);
        Assert.That(output.Length, Is.EqualTo(3_000_000), "one member holds all");
    }

    [Test]
    public void A_higher_level_makes_less([ValueSource(nameof(Formats))] Compression format) => Assert.That(
        Compress(Content(3_000_000), format, 2, level: 9).Length, Is.LessThan(Compress(Content(3_000_000), format, 2, level: 1).Length));

    [TestCase(Compression.Gzip, 0)]
    [TestCase(Compression.Gzip, 10)]
    [TestCase(Compression.Zstd, 20)]
    public void A_level_that_is_none_is_an_error(Compression format, int level) => Assert.That(
        () => Compress([], format, 1, level: level), Throws.TypeOf<AimeeException>().With.Message.Contain($"no compression level {level}"));

    [Test]
    public void A_zstd_archive_that_is_cut_off_is_an_error() => Assert.That(
        () => Decompress(Compress(Content(100_000), Compression.Zstd, 1)[..^20], Compression.Zstd), Throws.TypeOf<InvalidDataException>());

    [Test]
    public void Gzip_members_in_a_row_are_one_content_wherever_a_read_ends([Range(-9, 3)] int beyondTheFirst)
    {
        var one = Compress(Content(1000), Compression.Gzip, 1);
        byte[] both = [.. one, .. one];
        var pieces = new PieceStream(both, one.Length + beyondTheFirst);
        using var content = Decompression.Open(pieces, Compression.Gzip);
        var output = new MemoryStream();
        content.CopyTo(output);
        Assert.That(output.ToArray(), Is.EqualTo([.. Content(1000), .. Content(1000)]));
    }

    [Test]
    public void Who_closes_early_has_read_a_little_ahead_only([ValueSource(nameof(Formats))] Compression format)
    {
        var random = new byte[20_000_000];
        new Random(1).NextBytes(random);
        var start = new byte[1000];
        var counted = new PieceStream(Compress(random, format, threads: 2), 1);
        using (var content = Decompression.Open(counted, format))
        {
            content.ReadExactly(start);
        }

        Assert.That(start, Is.EqualTo(random[..1000]));
        Assert.That(counted.BytesRead, Is.LessThan(5_000_000));
    }

    [Test]
    public void What_is_wrong_further_on_is_said_where_reading_gets_there([ValueSource(nameof(Formats))] Compression format)
    {
        var original = Content(5_000_000);
        var compressed = Compress(original, format, threads: 1);
        compressed.AsSpan(compressed.Length / 2, 5000).Fill(0xff);
        using var content = Decompression.Open(new MemoryStream(compressed), format);
        Assert.That(content.ReadByte(), Is.EqualTo(original[0]));
        Assert.That(() => content.CopyTo(Stream.Null), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Zstd_frames_in_a_row_are_one_content()
    {
        var one = Compress(Content(1000), Compression.Zstd, 1);
        Assert.That(Decompress([.. one, .. one], Compression.Zstd), Is.EqualTo([.. Content(1000), .. Content(1000)]));
    }

    /// <summary>Ends one read at a place of its own.</summary>
    private sealed class PieceStream(byte[] content, int end) : MemoryStream(content)
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, Position < end ? (int)Math.Min(count, end - Position) : count);
            BytesRead += read;
            return read;
        }

        public override int Read(Span<byte> buffer)
        {
            var piece = new byte[buffer.Length];
            var read = Read(piece, 0, piece.Length);
            piece.AsSpan(0, read).CopyTo(buffer);
            return read;
        }

        public override void CopyTo(Stream destination, int bufferSize)
        {
            var buffer = new byte[bufferSize];
            for (var count = Read(buffer, 0, bufferSize); count > 0; count = Read(buffer, 0, bufferSize))
            {
                destination.Write(buffer, 0, count);
            }
        }
    }
}
