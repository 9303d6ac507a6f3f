namespace Cake.Aimee.Targets;

/// <summary>What Gentoo calls a target.</summary>
/// <param name="Chost">The <c>CHOST</c> that its profile sets, which names the compiler there.</param>
/// <param name="Architecture">The <c>ARCH</c>: the directory of the release on the mirrors, too.</param>
/// <param name="Profile">The 23.0 profile, below <c>profiles/</c>; null when there is none for this C library.</param>
public sealed record GentooNames(string Chost, string Architecture, string? Profile)
{
    /// <summary>The keyword of its stable packages; the testing ones have a <c>~</c> before it.</summary>
    public string Keyword => Architecture;
}
