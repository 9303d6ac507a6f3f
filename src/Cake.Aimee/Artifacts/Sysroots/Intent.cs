using System.Collections.Immutable;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>
/// A change of the sysroot that has been begun: written before its first step, removed after its last. One that is
/// found was broken off.
/// </summary>
/// <param name="Change">The change's own name; its files wait in a directory of that name.</param>
/// <param name="Id">The package.</param>
/// <param name="IsInstall">Whether the package is installed; else it is uninstalled.</param>
internal sealed record Intent(string Change, string Id, bool IsInstall)
{
    /// <summary>The files that come, or with an uninstall those that go.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Those of them that take an old one's place.</summary>
    public ImmutableArray<string> Replaced { get; init; } = [];

    /// <summary>The directories that are made for them.</summary>
    public ImmutableArray<string> Made { get; init; } = [];

    /// <summary>The directories that go when they are empty after the change.</summary>
    public ImmutableArray<string> Leaving { get; init; } = [];
}
