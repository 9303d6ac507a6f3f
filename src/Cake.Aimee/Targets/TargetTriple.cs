using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Targets;

/// <summary>
/// A system that is built for: machine and C library, and what each tool and distribution calls it. There is one
/// for each row of a table; two are equal when they mean the same system, however they were written.
/// </summary>
public sealed record TargetTriple
{
    private const int Suggestions = 5;

    internal TargetTriple(string canonical, CLibrary library)
    {
        Canonical = canonical;
        Library = library;
    }

    /// <summary>All the targets that are known, in the order of their canonical names.</summary>
    public static ImmutableArray<TargetTriple> All { get; } =
        [.. TargetTable.Targets.OrderBy(target => target.Canonical, StringComparer.Ordinal)];

    /// <summary>The machine that this program runs on.</summary>
    /// <exception cref="AimeeException">It is none that is known.</exception>
    public static TargetTriple Host
    {
        get
        {
            var library = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? CLibrary.Musl : CLibrary.Gnu;
            return All.FirstOrDefault(target => target.Runtime == RuntimeInformation.OSArchitecture && target.Library == library)
                ?? throw new AimeeException($"This machine ({RuntimeInformation.RuntimeIdentifier}) is none that can be built for: say with 'target:' which one it is like.");
        }
    }

    /// <summary>The form that is used here: machine, vendor, kernel, library and float convention (<c>armv7a-unknown-linux-gnueabihf</c>).</summary>
    public string Canonical { get; }

    /// <summary>The C library.</summary>
    public CLibrary Library { get; }

    /// <summary>The machine: the first part of <see cref="Canonical"/>.</summary>
    public string Machine => Canonical[..Canonical.IndexOf('-', StringComparison.Ordinal)];

    /// <summary>
    /// dpkg's name of the architecture; null when it has none. Debian itself has packages only for
    /// <see cref="CLibrary.Gnu"/>; the others' names (<c>musl-linux-arm64</c>) serve for packages of one's own.
    /// </summary>
    public string? DebianArchitecture { get; internal init; }

    /// <summary>Debian's multiarch tuple: the directory of the libraries below <c>/usr/lib</c>.</summary>
    public required string DebianMultiarch { get; init; }

    /// <summary>What the commands of Debian's cross tools begin with (<c>aarch64-linux-gnu</c>, as in <c>aarch64-linux-gnu-gcc</c>).</summary>
    public required string DebianGnuType { get; init; }

    /// <summary>rpm's name of the architecture. rpm does not tell C libraries apart.</summary>
    public required string RpmArchitecture { get; init; }

    /// <summary>Gentoo's names.</summary>
    public required GentooNames Gentoo { get; init; }

    /// <summary>The platform of container images.</summary>
    public required OciPlatform Oci { get; init; }

    /// <summary>The value of <c>ARCH</c> in the build of Linux.</summary>
    public required string KernelArchitecture { get; init; }

    /// <summary>The name that <c>rustc --target</c> takes.</summary>
    public required string Rust { get; init; }

    /// <summary>The user-mode emulator of QEMU; with <c>-static</c> after it the one without libraries.</summary>
    public required string Qemu { get; init; }

    /// <summary>What the ELF header of its programs holds.</summary>
    public required ElfIdentity Elf { get; init; }

    /// <summary>.NET's name for the machine; null when it has none or another target has it.</summary>
    internal Architecture? Runtime { get; init; }

    /// <summary>Reads a triple: a GNU one of three or four parts, a Rust or a Debian one, or a machine's name alone (then with the GNU C library).</summary>
    /// <param name="text">The triple as the user wrote it; case does not matter.</param>
    /// <exception cref="AimeeException">It is not known; the message lists near ones.</exception>
    public static TargetTriple Parse(string text) => TryParse(text) ?? throw new AimeeException(Unknown(text));

    /// <summary>As <see cref="Parse"/>, with null for what is not known.</summary>
    /// <param name="text">The triple as the user wrote it.</param>
    public static TargetTriple? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TripleNames.Find(text.Trim().ToLowerInvariant());
    }

    /// <summary>The canonical form.</summary>
    public override string ToString() => Canonical;

    /// <summary>Whether both are the same system.</summary>
    public bool Equals(TargetTriple? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    private static string Unknown(string text)
    {
        var machine = text.Split('-')[0];
        var near = Nearest.Several(text, All.Select(target => target.Canonical), Suggestions)
            .Concat(All.Where(target => Nearest.To(machine, TripleNames.Machines(target)) is not null).Select(target => target.Canonical))
            .Distinct()
            .Take(Suggestions)
            .ToList();
        return near.Count > 0
            ? $"The target '{text}' is not known. Near it are {string.Join(", ", near)}."
            : $"The target '{text}' is not known. There are {string.Join(", ", All)}.";
    }
}
