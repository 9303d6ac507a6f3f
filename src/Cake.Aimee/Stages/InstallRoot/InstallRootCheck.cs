using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>A check of an install root.</summary>
/// <param name="Name">Its name, by which rules waive it.</param>
/// <param name="Code">The kind of its faults.</param>
/// <param name="Severity">How much they matter, where nothing else is known of one.</param>
/// <param name="Advice">The way out.</param>
public sealed record InstallRootCheck(string Name, DiagnosticCode Code, Severity Severity, string Advice)
{
    internal static readonly InstallRootCheck WrongMachine = new(
        CheckNames.WrongMachine, DiagnosticCodes.WrongMachine, Severity.Error, "Have it compiled with the target's compiler.");

    internal static readonly InstallRootCheck Hierarchy = new(
        CheckNames.Hierarchy, DiagnosticCodes.OutsideHierarchy, Severity.Warning, "Pass the right directories to configure or make.");

    internal static readonly InstallRootCheck WorldWritable = new(
        CheckNames.WorldWritable, DiagnosticCodes.WorldWritable, Severity.Error, "Take the right away: chmod o-w.");

    internal static readonly InstallRootCheck SetUserId = new(
        CheckNames.SetUserId, DiagnosticCodes.SetUserId, Severity.Error, "Take it away, chmod a-s, or say why it has to be.");

    internal static readonly InstallRootCheck BuildPath = new(
        CheckNames.BuildPath, DiagnosticCodes.BuildPath, Severity.Warning, "Compile with -ffile-prefix-map, strip it, or edit the file after installing.");

    internal static readonly InstallRootCheck SysrootPath = new(
        CheckNames.SysrootPath, DiagnosticCodes.SysrootPath, Severity.Error, "Take the path out after installing: on the target there is none.");

    internal static readonly InstallRootCheck Libtool = new(
        CheckNames.Libtool, DiagnosticCodes.LibtoolFile, Severity.Warning, "Remove it after installing: it leads other packages' links astray.");

    internal static readonly InstallRootCheck AbsoluteLink = new(
        CheckNames.AbsoluteLink, DiagnosticCodes.AbsoluteLink, Severity.Warning, "Make it relative: in a sysroot it leads to the build machine's files.");

    internal static readonly InstallRootCheck EscapingLink = new(
        CheckNames.EscapingLink, DiagnosticCodes.EscapingLink, Severity.Error, "Link to where the target is when it is installed.");

    internal static readonly InstallRootCheck DanglingLink = new(
        CheckNames.DanglingLink, DiagnosticCodes.DanglingLink, Severity.Warning, "Link to what is there, or say who brings it.");

    internal static readonly InstallRootCheck Empty = new(
        CheckNames.Empty, DiagnosticCodes.EmptyPackage, Severity.Warning, "Install into $D, or say why there is nothing.");

    internal static readonly InstallRootCheck MissingLibrary = new(
        CheckNames.MissingLibrary, DiagnosticCodes.MissingLibrary, Severity.Warning, "Name the package that has it in 'depends: run'.");

    /// <summary>All of them.</summary>
    public static ImmutableArray<InstallRootCheck> All { get; } =
    [
        WrongMachine, Hierarchy, WorldWritable, SetUserId, BuildPath, SysrootPath, Libtool, AbsoluteLink, EscapingLink, DanglingLink,
        Empty, MissingLibrary,
    ];
}
