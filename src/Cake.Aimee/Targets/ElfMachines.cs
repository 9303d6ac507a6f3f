using System.Collections.Frozen;

namespace Cake.Aimee.Targets;

/// <summary>The machines' names, for messages; numbers as in the ELF specification's <c>e_machine</c> registry.</summary>
internal static class ElfMachines
{
    private static readonly FrozenDictionary<ushort, string> Names = new Dictionary<ushort, string>
    {
        [2] = "SPARC",
        [3] = "x86 (32 bit)",
        [4] = "68000",
        [8] = "MIPS",
        [15] = "PA-RISC",
        [20] = "PowerPC (32 bit)",
        [21] = "PowerPC (64 bit)",
        [22] = "s390",
        [40] = "ARM (32 bit)",
        [42] = "SuperH",
        [43] = "SPARC (64 bit)",
        [50] = "Itanium",
        [62] = "x86-64",
        [183] = "AArch64",
        [243] = "RISC-V",
        [247] = "BPF",
        [252] = "C-SKY",
        [258] = "LoongArch",
        [0x9026] = "Alpha",
    }.ToFrozenDictionary();

    /// <summary>A machine's name; its number when it is not a known one.</summary>
    public static string NameOf(ushort machine) => Names.GetValueOrDefault(machine) ?? $"machine number {machine}";
}
