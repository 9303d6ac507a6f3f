using System.Collections.Immutable;

namespace Cake.Aimee.Targets;

/// <summary>What Gentoo calls a target.</summary>
/// <param name="Chost">The <c>CHOST</c> that its profile sets, which names the compiler there.</param>
/// <param name="Architecture">The <c>ARCH</c> of its profiles.</param>
/// <param name="Profile">The 23.0 profile, below <c>profiles/</c>; null when there is none for this C library.</param>
public sealed record GentooNames(string Chost, string Architecture, string? Profile)
{
    /// <summary>Architectures without a consistent set of stable packages (<c>profiles/arches.desc</c>).</summary>
    private static readonly ImmutableArray<string> Testing = ["loong", "mips", "riscv", "s390"];

    /// <summary>Whether Gentoo keeps stable packages for the architecture; elsewhere all are testing ones.</summary>
    public bool IsStable => !Testing.Contains(Architecture);

    /// <summary>The keyword of the packages that one takes there: of stable ones, or with a <c>~</c> of testing ones.</summary>
    public string Keyword => IsStable ? Architecture : $"~{Architecture}";
}
