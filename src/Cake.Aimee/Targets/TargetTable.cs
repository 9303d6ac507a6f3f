using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Cake.Aimee.Targets;

/// <summary>
/// The facts. Sources: dpkg's <c>cputable</c>, <c>ostable</c> and <c>tupletable</c>; rpm's <c>rpmrc</c>; <c>rustc --print target-list</c>;
/// Gentoo's <c>profiles/default/linux/*/23.0</c>; the OCI image specification's platform values (Go's GOARCH);
/// Linux's <c>arch/</c>; the processor supplements of the ELF specification; the linkers' names as in GCC and musl.
/// </summary>
internal static class TargetTable
{
    // Where e_flags tells the calling convention. Assemblers leave some of them 0 ("any") where told so here.
    private static readonly ElfFlags ArmHard = new(0x600, [0x400, 0], "hard float");
    private static readonly ElfFlags RiscvDouble = new(0x6, [0x4], "double float (lp64d)");
    private static readonly ElfFlags PowerV2 = new(0x3, [0x2, 0], "ELFv2");
    private static readonly ElfFlags LoongDouble = new(0x7, [0x3], "double float (lp64d)");
    private static readonly ElfFlags NoFlags = new(0, [], "");

    private static readonly ImmutableArray<Row> Rows =
    [
        new("x86_64", "", "amd64", "x86_64", "x86_64", new("amd64", "x86_64-pc", "amd64/23.0"), new("amd64"), "x86_64", "x86_64",
            "x86_64", 62, 64, NoFlags, "/lib64/ld-linux-x86-64.so.2", "x86_64", Architecture.X64, Aliases: "amd64 x64 x86-64"),
        new("i686", "", "i386", "i386", "i686", new("x86", "i686-pc", "x86/23.0/i686"), new("386"), "i386", "i686",
            "i386", 3, 32, NoFlags, "/lib/ld-linux.so.2", "i386", Architecture.X86, Aliases: "i386 i486 i586 x86"),
        new("aarch64", "", "arm64", "aarch64", "aarch64", new("arm64", "aarch64-unknown", "arm64/23.0"), new("arm64", "v8"), "arm64", "aarch64",
            "aarch64", 183, 64, NoFlags, "/lib/ld-linux-aarch64.so.1", "aarch64", Architecture.Arm64, Aliases: "arm64 armv8"),
        new("armv7a", "eabihf", "armhf", "arm", "arm", new("arm", "armv7a-unknown", "arm/23.0/armv7a_hf"), new("arm", "v7"), "arm", "armv7",
            "arm", 40, 32, ArmHard, "/lib/ld-linux-armhf.so.3", "armhf", Architecture.Arm, Rpm: "armv7hl", Aliases: "armv7 armv7l armv7hl armhf"),
        new("armv6", "eabihf", null, "arm", "arm", new("arm", "armv6j-unknown", "arm/23.0/armv6j_hf"), new("arm", "v6"), "arm", "arm",
            "arm", 40, 32, ArmHard, "/lib/ld-linux-armhf.so.3", "armhf", Architecture.Armv6, Rpm: "armv6hl", Aliases: "armv6j armv6l armv6k armv6hl"),
        new("riscv64", "", "riscv64", "riscv64", "riscv64", new("riscv", "riscv64-unknown", "riscv/23.0/rv64/lp64d"), new("riscv64"), "riscv", "riscv64gc",
            "riscv64", 243, 64, RiscvDouble, "/lib/ld-linux-riscv64-lp64d.so.1", "riscv64", Architecture.RiscV64, Aliases: "riscv64gc rv64gc"),
        new("powerpc64le", "", "ppc64el", "powerpc64le", "powerpc64le", new("ppc64", "powerpc64le-unknown", "ppc64le/23.0"), new("ppc64le"), "powerpc", "powerpc64le",
            "ppc64le", 21, 64, PowerV2, "/lib64/ld64.so.2", "powerpc64le", Architecture.Ppc64le, Rpm: "ppc64le", Aliases: "ppc64le ppc64el"),
        new("s390x", "", "s390x", "s390x", "s390x", new("s390", "s390x-ibm", "s390/23.0/s390x", ForMusl: false), new("s390x"), "s390", "s390x",
            "s390x", 22, 64, NoFlags, "/lib/ld64.so.1", "s390x", Architecture.S390x, IsLittleEndian: false),
        new("loongarch64", "", "loong64", "loongarch64", "loongarch64", new("loong", "loongarch64-unknown", "loong/23.0/la64v100/lp64d"), new("loong64"), "loongarch", "loongarch64",
            "loongarch64", 258, 64, LoongDouble, "/lib64/ld-linux-loongarch-lp64d.so.1", "loongarch64", Architecture.LoongArch64, Aliases: "loong64"),
        new("mips64el", "abi64", "mips64el", "mips64el", "mips64el", new("mips", "mips64el-unknown", "mips/23.0/mipsel/n64"), new("mips64le"), "mips", "mips64el",
            "mips64el", 8, 64, NoFlags, "/lib64/ld.so.1", "mips64el", null, Aliases: "mips64le mipsisa64r2el"),
    ];

    /// <summary>The targets, one for each row and C library.</summary>
    public static ImmutableArray<TargetTriple> Targets { get; } = [.. Rows.SelectMany(row => new[] { Make(row, CLibrary.Gnu), Make(row, CLibrary.Musl) })];

    /// <summary>The other names of a target's machine.</summary>
    public static ImmutableArray<string> AliasesOf(TargetTriple target) =>
        [.. Rows.Single(row => row.Machine == target.Machine).Aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static TargetTriple Make(Row row, CLibrary library)
    {
        var isGnu = library == CLibrary.Gnu;
        var system = "linux-" + (isGnu ? "gnu" : "musl") + row.AbiSuffix;
        // dpkg and Gentoo write musl's n64 without its ABI.
        var plain = isGnu || row.AbiSuffix != "abi64" ? system : "linux-musl";
        var profile = isGnu ? row.Gentoo.Profile : row.Gentoo.ForMusl ? row.Gentoo.Profile + "/musl" : null;
        return new($"{row.Machine}-unknown-{system}", library)
        {
            DebianArchitecture = isGnu || row.DebianArchitecture is null ? row.DebianArchitecture : "musl-linux-" + row.DebianArchitecture,
            DebianMultiarch = $"{row.DebianMultiarch}-{plain}",
            DebianGnuType = $"{row.DebianGnu}-{plain}",
            RpmArchitecture = row.Rpm ?? row.Machine,
            Gentoo = new($"{row.Gentoo.Chost}-{plain}", row.Gentoo.Architecture, profile is null ? null : "default/linux/" + profile),
            Oci = row.Oci,
            KernelArchitecture = row.Kernel,
            Rust = $"{row.Rust}-unknown-{system}",
            Qemu = "qemu-" + row.Qemu,
            Elf = new(row.ElfMachine, row.Bits, row.IsLittleEndian, isGnu ? row.Linker : $"/lib/ld-musl-{row.MuslLinker}.so.1")
            {
                AbiMask = row.Flags.Mask,
                AbiValues = row.Flags.Values,
                Abi = row.Flags.Name,
            },
            Runtime = row.Runtime,
        };
    }

    private sealed record ElfFlags(uint Mask, ImmutableArray<uint> Values, string Name);

    private sealed record GentooRow(string Architecture, string Chost, string Profile, bool ForMusl = true);

    private sealed record Row(
        string Machine, string AbiSuffix, string? DebianArchitecture, string DebianMultiarch, string DebianGnu,
        GentooRow Gentoo, OciPlatform Oci, string Kernel, string Rust, string Qemu,
        ushort ElfMachine, int Bits, ElfFlags Flags, string Linker, string MuslLinker,
        Architecture? Runtime, string Aliases = "", string? Rpm = null, bool IsLittleEndian = true);
}
