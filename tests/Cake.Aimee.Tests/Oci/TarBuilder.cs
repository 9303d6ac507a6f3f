using System.Text;

namespace Cake.Aimee.Tests.Oci;

/// <summary>Writes tar archives entry by entry, the honest ones and the others, without the code under test.</summary>
internal sealed class TarBuilder
{
    private readonly List<byte> _archive = [];

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public TarBuilder Directory(string path, int mode = 0x1ed) => Entry(path, '5', mode: mode);

    public TarBuilder File(string path, string content = "", int mode = 0x1a4) => Entry(path, '0', content, mode: mode);

    public TarBuilder Symlink(string path, string target) => Entry(path, '2', link: target);

    public TarBuilder Link(string path, string target) => Entry(path, '1', link: target);

    /// <summary>One entry with an own header; texts are Latin-1, so that every byte can be written.</summary>
    public TarBuilder Entry(
        string path,
        char type,
        string content = "",
        string link = "",
        int mode = 0x1a4,
        string? size = null,
        string magic = "ustar\0" + "00",
        string prefix = "",
        int uid = 0,
        long time = 1_000_000_000)
    {
        var block = new byte[512];
        Put(block, 0, path, 100);
        Put(block, 100, Octal(mode, 8), 8);
        Put(block, 108, Octal(uid, 8), 8);
        Put(block, 116, Octal(0, 8), 8);
        Put(block, 124, size ?? Octal(content.Length, 12), 12);
        Put(block, 136, Octal(time, 12), 12);
        block[156] = (byte)type;
        Put(block, 157, link, 100);
        Put(block, 257, magic, 8);
        Put(block, 345, prefix, 155);
        return Block(block).Data(content);
    }

    /// <summary>A pax header before the next entry.</summary>
    public TarBuilder Pax(params string[] records)
    {
        var content = string.Concat(records.Select(PaxRecord));
        return Entry("PaxHeaders", 'x', content);
    }

    /// <summary>GNU's long name (L) or long link name (K) before the next entry.</summary>
    public TarBuilder Long(char type, string name) => Entry("././@LongLink", type, name + "\0", magic: "ustar  \0");

    /// <summary>A header block, its checksum put right.</summary>
    public TarBuilder Block(byte[] block)
    {
        Put(block, 148, "        ", 8);
        Put(block, 148, Octal(block.Sum(value => (int)value), 7), 8);
        _archive.AddRange(block);
        return this;
    }

    /// <summary>Bytes, padded to whole blocks.</summary>
    public TarBuilder Data(string content)
    {
        _archive.AddRange(Bytes(content));
        _archive.AddRange(new byte[(512 - (content.Length % 512)) % 512]);
        return this;
    }

    public byte[] ToArray(bool trailer = true)
    {
        if (trailer)
        {
            _archive.AddRange(new byte[1024]);
        }

        return [.. _archive];
    }

    private static string PaxRecord(string pair)
    {
        var rest = pair.Length + 2;
        var length = rest + rest.ToString().Length;
        length = rest + length.ToString().Length;
        return $"{length} {pair}\n";
    }

    private static string Octal(long number, int width) => Convert.ToString(number, 8).PadLeft(width - 1, '0') + "\0";

    private static void Put(byte[] block, int at, string text, int width) =>
        Bytes(text).AsSpan(0, Math.Min(text.Length, width)).CopyTo(block.AsSpan(at));
}
