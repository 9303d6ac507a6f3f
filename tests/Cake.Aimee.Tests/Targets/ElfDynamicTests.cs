using System.Buffers.Binary;
using System.Text;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Targets;

internal sealed class ElfDynamicTests
{
    [TestCase("gcc")]
    [TestCase("aarch64-linux-gnu-gcc")]
    [TestCase("arm-linux-gnueabihf-gcc")]
    [TestCase("s390x-linux-gnu-gcc")]
    [TestCase("powerpc64le-linux-gnu-gcc")]
    [TestCase("mips64el-linux-gnuabi64-gcc")]
    [TestCase("riscv64-linux-gnu-gcc")]
    public async Task What_a_linker_has_written_is_read(string compiler)
    {
        Assume.That(Programs.Find(compiler), Is.Not.Null, $"{compiler} is not installed");
        using var directory = new TemporaryDirectory();
        directory.Write("lib.c", "int one(void) { return 1; }\n");
        directory.Write("main.c", "int one(void); int main(void) { return one(); }\n");
        await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("sh", "-euc", $"""
                {compiler} -shared -fPIC -nostdlib -Wl,-soname,libone.so.1 -o libone.so lib.c
                {compiler} -nostdlib -Wl,-e,main '-Wl,-rpath,$ORIGIN/../lib' -o main main.c ./libone.so
                {compiler} -c -o main.o main.c
                """) with { WorkingDirectory = directory.Path }, CancellationToken.None);
        var (library, program) = (ElfDynamic.Read(Path.Combine(directory.Path, "libone.so"))!, ElfDynamic.Read(Path.Combine(directory.Path, "main"))!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((library.Name, string.Join(' ', library.Needed), library.SearchPath), Is.EqualTo(("libone.so.1", "", (string?)null)));
            Assert.That((program.Name, string.Join(' ', program.Needed), program.SearchPath), Is.EqualTo(((string?)null, "libone.so.1", "$ORIGIN/../lib")));
            Assert.That(ElfDynamic.Read(Path.Combine(directory.Path, "main.o")), Is.Null);
        }
    }

    [TestCase(32, true)]
    [TestCase(32, false)]
    [TestCase(64, true)]
    [TestCase(64, false)]
    public void Every_class_and_order_of_bytes_is_read(int bits, bool isLittleEndian)
    {
        using var stream = new MemoryStream(SharedObject(bits, isLittleEndian, "libneeded.so.6", "libself.so.1"));
        var dynamic = ElfDynamic.Read(stream)!;
        Assert.That(dynamic.Needed, Is.EqualTo(["libneeded.so.6"]));
        Assert.That(dynamic.Name, Is.EqualTo("libself.so.1"));
    }

    [Test]
    public void A_broken_file_does_no_harm()
    {
        var random = new Random(1);
        foreach (var whole in new[] { SharedObject(64, true, "a", "b"), SharedObject(32, false, "a", "b"), File.ReadAllBytes(Programs.Find("true")!) })
        {
            for (var i = 0; i < 5_000; i++)
            {
                var broken = whole[..random.Next(whole.Length + 1)];
                for (var j = 0; j < 8 && broken.Length > 6; j++)
                {
                    broken[random.Next(4, Math.Min(broken.Length, 1500))] = (byte)random.Next(256);
                }

                using var stream = new MemoryStream(broken);
                Assert.That(() => ElfDynamic.Read(stream), Throws.Nothing);
            }
        }
    }

    /// <summary>The smallest file that has a dynamic section: header, two segments, table and strings.</summary>
    internal static byte[] SharedObject(int bits, bool isLittleEndian, string needed, string name)
    {
        var (is64, size) = (bits == 64, bits / 8);
        var (headerLength, segmentLength) = is64 ? (64, 56) : (52, 32);
        const long Base = 0x10000;
        var table = headerLength + (2 * segmentLength);
        var strings = table + (4 * 2 * size);
        var text = Encoding.ASCII.GetBytes($"\0{needed}\0{name}\0");
        var file = new byte[strings + text.Length];
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5], file[6]) = ((byte)(bits / 32), (byte)(isLittleEndian ? 1 : 2), 1);
        Half(16, 3);
        Half(18, 40);
        Address(is64 ? 32 : 28, headerLength);
        Half(is64 ? 54 : 42, (ushort)segmentLength);
        Half(is64 ? 56 : 44, 2);
        Segment(headerLength, 1, 0, Base, file.Length);
        Segment(headerLength + segmentLength, 2, table, Base + table, 4 * 2 * size);
        Entry(0, 1, 1);
        Entry(1, 14, needed.Length + 2);
        Entry(2, 5, Base + strings);
        text.CopyTo(file, strings);
        return file;

        void Half(int at, ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), isLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
        }

        void Word(int at, uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), isLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
        }

        void Address(int at, long value)
        {
            if (is64)
            {
                BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), isLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
            }
            else
            {
                Word(at, (uint)value);
            }
        }

        void Segment(int at, uint type, long offset, long address, long length)
        {
            Word(at, type);
            Address(at + (is64 ? 8 : 4), offset);
            Address(at + (is64 ? 16 : 8), address);
            Address(at + (is64 ? 32 : 16), length);
        }

        void Entry(int index, long tag, long value)
        {
            Address(table + (index * 2 * size), tag);
            Address(table + (index * 2 * size) + size, value);
        }
    }
}
