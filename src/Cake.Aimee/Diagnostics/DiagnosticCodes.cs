using System.Collections.Immutable;

namespace Cake.Aimee.Diagnostics;

/// <summary>
/// All kinds of faults, in one list. A number is never given to another kind and never used again: people search
/// for it, and CI settings name it.
/// </summary>
public static class DiagnosticCodes
{
    private static readonly List<DiagnosticCode> Codes = [];

    /// <summary>Every kind of fault, by number.</summary>
    public static ImmutableArray<DiagnosticCode> All => [.. Codes.OrderBy(code => code.Id, StringComparer.Ordinal)];

    // Files: 1 to 9.
    internal static DiagnosticCode FileUnreadable { get; } = Add(1, "A file can not be read");
    internal static DiagnosticCode FileTooLarge { get; } = Add(2, "A file is too large");
    internal static DiagnosticCode FileNotText { get; } = Add(3, "A file is not UTF-8 text");
    internal static DiagnosticCode MoreFaults { get; } = Add(4, "A file has more faults than are shown");

    // YAML: 10 to 29.
    internal static DiagnosticCode YamlSyntax { get; } = Add(10, "A file is not well-formed YAML");
    internal static DiagnosticCode YamlTab { get; } = Add(11, "YAML is indented with a tab");
    internal static DiagnosticCode YamlDuplicateKey { get; } = Add(12, "A key stands twice in one map");
    internal static DiagnosticCode YamlTooDeep { get; } = Add(13, "YAML is nested too deeply");
    internal static DiagnosticCode YamlAlias { get; } = Add(14, "An alias has no anchor, holds itself or grows too large");
    internal static DiagnosticCode YamlFeature { get; } = Add(15, "YAML uses a feature that is not read here");

    // Values: 30 to 49.
    internal static DiagnosticCode UnknownKey { get; } = Add(30, "A key is not known");
    internal static DiagnosticCode WrongType { get; } = Add(31, "A value is of another type");
    internal static DiagnosticCode InvalidValue { get; } = Add(32, "A value is not one of those allowed");
    internal static DiagnosticCode MissingKey { get; } = Add(33, "A mandatory key is missing");
    internal static DiagnosticCode UnknownVariable { get; } = Add(34, "A variable is not known");
    internal static DiagnosticCode VariableCycle { get; } = Add(35, "Variables are defined by each other");
    internal static DiagnosticCode AppendToNoList { get; } = Add(36, "+key appends to something that is no list");

    // Trees and configs: 50 to 69.
    internal static DiagnosticCode NoTree { get; } = Add(50, "There is no build tree");
    internal static DiagnosticCode UnknownConfig { get; } = Add(51, "A config is not there");
    internal static DiagnosticCode ConfigCycle { get; } = Add(52, "Configs include each other");

    // Packages: 70 to 99.
    internal static DiagnosticCode InvalidName { get; } = Add(70, "A category or package can not have this name");
    internal static DiagnosticCode NameClash { get; } = Add(71, "Two packages have one name, or names that differ in case alone");
    internal static DiagnosticCode MissingInput { get; } = Add(72, "A patch or file of the rules is not there");
    internal static DiagnosticCode NoRules { get; } = Add(73, "A directory of a category holds no Buildrules");
    internal static DiagnosticCode NoCategory { get; } = Add(74, "A file stands where a category or package is expected");
    internal static DiagnosticCode ShellFailed { get; } = Add(80, "Shell rules could not be read to their end");
    internal static DiagnosticCode ShellMessage { get; } = Add(81, "Shell rules print errors while they are read");

    // The graph: 100 to 119.
    internal static DiagnosticCode MissingPackage { get; } = Add(100, "A package needs one that is not in the tree");
    internal static DiagnosticCode PackageCycle { get; } = Add(101, "Packages need each other");
    internal static DiagnosticCode UnknownTarget { get; } = Add(102, "What was asked for is no package or stage");

    // Lint: 120 to 149.
    internal static DiagnosticCode NoChecksum { get; } = Add(120, "A source has neither checksum nor commit");
    internal static DiagnosticCode NoLicense { get; } = Add(121, "A package has no licence");
    internal static DiagnosticCode LicenseExpression { get; } = Add(122, "A licence is no SPDX expression");
    internal static DiagnosticCode UnusedInput { get; } = Add(123, "A file in files/ is not used by the rules");
    internal static DiagnosticCode Unreachable { get; } = Add(124, "Nothing needs a package");
    internal static DiagnosticCode TabInYaml { get; } = Add(125, "YAML holds a tab");
    internal static DiagnosticCode ShellSyntax { get; } = Add(126, "A stage body is not shell");
    internal static DiagnosticCode InsecureUri { get; } = Add(127, "A source is fetched by http where https is known to work");

    // Install roots: 150 to 169.
    internal static DiagnosticCode WrongMachine { get; } = Add(150, "A compiled file is for another machine");
    internal static DiagnosticCode OutsideHierarchy { get; } = Add(151, "A file is where the Filesystem Hierarchy Standard has no place for it");
    internal static DiagnosticCode WorldWritable { get; } = Add(152, "Everybody may write to a file");
    internal static DiagnosticCode SetUserId { get; } = Add(153, "A program runs with its owner's or group's rights");
    internal static DiagnosticCode BuildPath { get; } = Add(154, "A file holds a path of the build");
    internal static DiagnosticCode SysrootPath { get; } = Add(155, "A file holds the path of the sysroot");
    internal static DiagnosticCode LibtoolFile { get; } = Add(156, "A libtool file is installed");
    internal static DiagnosticCode AbsoluteLink { get; } = Add(157, "A symbolic link is absolute");
    internal static DiagnosticCode EscapingLink { get; } = Add(158, "A symbolic link leaves the install root");
    internal static DiagnosticCode DanglingLink { get; } = Add(159, "A symbolic link points to nothing");
    internal static DiagnosticCode EmptyPackage { get; } = Add(160, "A package installs nothing");
    internal static DiagnosticCode MissingLibrary { get; } = Add(161, "A shared library is needed that no run dependency provides");
    internal static DiagnosticCode UnneededWaiver { get; } = Add(168, "A waiver is not needed");
    internal static DiagnosticCode InstalledFileUnreadable { get; } = Add(169, "An installed file can not be looked at");

    // Stages: 170 to 189.
    internal static DiagnosticCode StageRefused { get; } = Add(170, "A stage can not be started");
    internal static DiagnosticCode StageFailed { get; } = Add(171, "A stage has failed");
    internal static DiagnosticCode ArtifactMissing { get; } = Add(172, "An artifact that should have been made elsewhere is missing");

    private static DiagnosticCode Add(int number, string title)
    {
        var code = new DiagnosticCode($"AIM{number:0000}", title);
        Codes.Add(code);
        return code;
    }
}
