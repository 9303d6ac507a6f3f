using System.Collections.Immutable;

namespace Cake.Aimee.Targets;

/// <summary>What the ELF header of a target's programs holds.</summary>
/// <param name="Machine">The machine's number, <c>e_machine</c>.</param>
/// <param name="Bits">32 or 64: the file's class.</param>
/// <param name="IsLittleEndian">The order of bytes.</param>
/// <param name="DynamicLinker">The path of the dynamic linker that its programs ask for.</param>
public sealed record ElfIdentity(ushort Machine, int Bits, bool IsLittleEndian, string DynamicLinker)
{
    /// <summary>The bits of <c>e_flags</c> that say which calling convention is used; 0 when none do.</summary>
    public uint AbiMask { get; init; }

    /// <summary>The values that these bits may have.</summary>
    public ImmutableArray<uint> AbiValues { get; init; } = [];

    /// <summary>What the convention is called, e.g. <c>hard float</c>; empty when the flags do not tell.</summary>
    public string Abi { get; init; } = "";
}
