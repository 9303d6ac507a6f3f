using Cake.Aimee.Processes;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Tests.Targets;

internal sealed class ElfHeaderTests
{
    private static readonly ProcessRunner Runner = new();
    private string _directory = "";

    private string Source => Path.Combine(_directory, "a.c");

    private string Program => Path.Combine(_directory, "a.out");

    [SetUp]
    public void MakeDirectory()
    {
        _directory = Directory.CreateTempSubdirectory("aimee-").FullName;
        File.WriteAllText(Source, "int main(void) { return 0; }\n");
    }

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [TestCaseSource(typeof(TargetTriple), nameof(TargetTriple.All))]
    public async Task What_a_compiler_makes_is_the_targets(TargetTriple target)
    {
        var compiler = target.Library == CLibrary.Musl && target.Machine == TargetTriple.Host.Machine ? "musl-gcc" : target.DebianGnuType + "-gcc";
        Assume.That(Programs.Find(compiler), Is.Not.Null, $"{compiler} is not installed");
        foreach (var (options, type, isDynamic) in ((string[], ElfType, bool)[])
            [(["-pie"], ElfType.Shared, true), (["-no-pie"], ElfType.Executable, true), (["-static"], ElfType.Executable, false), (["-c"], ElfType.Relocatable, false)])
        {
            var made = await Runner.RunAsync(ProcessRequest.Of(compiler, [.. options, "-o", Program, Source]), CancellationToken.None);
            Assume.That(made.ExitCode, Is.Zero, $"{compiler} {string.Join(' ', options)}: its C library is not installed");
            var header = ElfHeader.Read(Program)!;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(header.DifferencesFrom(target), Is.Empty, string.Join(' ', options));
                Assert.That(header.Type, Is.EqualTo(type));
                Assert.That(header.IsDynamic, Is.EqualTo(isDynamic));
                Assert.That(header.Interpreter, Is.EqualTo(isDynamic ? target.Elf.DynamicLinker : null));
            }
        }
    }

    [Test]
    public async Task Differences_are_said_in_words()
    {
        var host = TargetTriple.Parse("x86_64");
        Assume.That(Programs.Find("x86_64-linux-gnu-gcc"), Is.Not.Null, "x86_64-linux-gnu-gcc is not installed");
        await Runner.RunCheckedAsync(ProcessRequest.Of("x86_64-linux-gnu-gcc", "-o", Program, Source), CancellationToken.None);
        var header = ElfHeader.Read(Program)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(header.DifferencesFrom(host), Is.Empty);
            Assert.That(header.ToString(), Is.EqualTo("64-bit little-endian x86-64, dynamic"));
            Assert.That(header.DifferencesFrom(TargetTriple.Parse("aarch64")), Is.EqualTo(["is for x86-64, not AArch64"]));
            Assert.That(header.DifferencesFrom(TargetTriple.Parse("x86_64-linux-musl")),
                Is.EqualTo(["asks for the dynamic linker /lib64/ld-linux-x86-64.so.2, not /lib/ld-musl-x86_64.so.1"]));
        }
    }

    [TestCase("armv7a-unknown-linux-gnueabihf", 40, 32, true, 0x5000400u, "")]
    [TestCase("armv7a-unknown-linux-gnueabihf", 40, 32, true, 0x5000000u, "")]
    [TestCase("armv7a-unknown-linux-gnueabihf", 40, 32, true, 0x5000200u, "does not use the calling convention hard float (e_flags 0x5000200)")]
    [TestCase("riscv64-unknown-linux-gnu", 243, 64, true, 0x1u, "does not use the calling convention double float (lp64d) (e_flags 0x1)")]
    [TestCase("powerpc64le-unknown-linux-gnu", 21, 64, false, 1u, "is big-endian, not little-endian; does not use the calling convention ELFv2 (e_flags 0x1)")]
    [TestCase("loongarch64-unknown-linux-musl", 258, 64, true, 0x43u, "")]
    [TestCase("mips64el-unknown-linux-gnuabi64", 8, 32, true, 0x80000027u, "has 32 bits, not 64")]
    public void The_binary_interface_counts(string target, int machine, int bits, bool isLittleEndian, uint flags, string expected)
    {
        var header = new ElfHeader(bits, isLittleEndian, (ushort)machine, ElfType.Executable, flags, null, false);
        Assert.That(string.Join("; ", header.DifferencesFrom(TargetTriple.Parse(target))), Is.EqualTo(expected));
    }

    [Test]
    public void What_is_no_ELF_file_has_no_header()
    {
        using var text = new MemoryStream("#!/bin/sh\n"u8.ToArray());
        using var empty = new MemoryStream();
        Assert.That(ElfHeader.Read(text), Is.Null);
        Assert.That(ElfHeader.Read(empty), Is.Null);
    }

    [Test]
    public void A_broken_file_does_no_harm()
    {
        var bytes = File.ReadAllBytes(Programs.Find("true")!);
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var broken = bytes[..random.Next(Math.Min(bytes.Length, 2000))];
            for (var j = 0; j < 8 && broken.Length > 6; j++)
            {
                broken[random.Next(4, Math.Min(broken.Length, 600))] = (byte)random.Next(256);
            }
            using var stream = new MemoryStream(broken);
            Assert.That(() => ElfHeader.Read(stream), Throws.Nothing);
        }
    }
}
