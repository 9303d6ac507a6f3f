using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Cake.Aimee.Targets;

/// <summary>
/// All the ways to write a triple. First, whole names: what each tool calls a target (<c>arm-linux-gnueabihf</c> is
/// Debian's and means ARMv7, <c>arm-unknown-linux-gnueabihf</c> is Rust's and means ARMv6). Else, by parts:
/// <c>MACHINE</c>, <c>MACHINE-linux-SYSTEM</c> or <c>MACHINE-VENDOR-linux-SYSTEM</c>, where the vendor can be any.
/// </summary>
internal static class TripleNames
{
    private static readonly FrozenDictionary<string, TargetTriple> Whole = TargetTriple.All
        .SelectMany(target => WholeNames(target).Select(name => (name, target)))
        .DistinctBy(entry => entry.name)
        .ToFrozenDictionary(entry => entry.name, entry => entry.target);

    private static readonly FrozenDictionary<(string Machine, string System), TargetTriple> Parts = TargetTriple.All
        .SelectMany(target => Machines(target).Select(machine => ((machine, SystemOf(target)), target)))
        .ToFrozenDictionary(entry => entry.Item1, entry => entry.target);

    /// <summary>The target of that name, in lower case; null when there is none.</summary>
    public static TargetTriple? Find(string name) =>
        Whole.GetValueOrDefault(name) ?? name.Split('-') switch
        {
            [var machine] => OfMachine(machine),
            [var machine, "linux"] => OfMachine(machine),
            [var machine, "linux", var system] => Parts.GetValueOrDefault((machine, system)),
            [var machine, not "", "linux", var system] => Parts.GetValueOrDefault((machine, system)),
            _ => null,
        };

    /// <summary>The names of a target's machine.</summary>
    public static ImmutableArray<string> Machines(TargetTriple target) => [target.Machine, .. TargetTable.AliasesOf(target)];

    private static TargetTriple? OfMachine(string machine) =>
        TargetTriple.All.FirstOrDefault(target => target.Library == CLibrary.Gnu && Machines(target).Contains(machine));

    private static IEnumerable<string> WholeNames(TargetTriple target) =>
        target.DebianArchitecture is null
            ? [target.Canonical, target.Rust, target.Gentoo.Chost]
            : [target.Canonical, target.Rust, target.Gentoo.Chost, target.DebianMultiarch, target.DebianGnuType];

    private static string SystemOf(TargetTriple target) =>
        target.Canonical[(target.Canonical.LastIndexOf('-') + 1)..];
}
