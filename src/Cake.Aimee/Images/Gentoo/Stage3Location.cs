using System.Globalization;
using System.Text.RegularExpressions;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>Where stage3 archives are published.</summary>
/// <param name="Directory">The address of the directory that has the pointer files and, for each time stamp, a directory.</param>
/// <param name="Variant">Machine and kind: <c>amd64-openrc</c>.</param>
internal sealed partial record Stage3Location(string Directory, string Variant)
{
    internal const string OfficialMirror = "https://distfiles.gentoo.org";

    /// <summary>The name of the pointer file to the newest.</summary>
    internal string Pointer => $"latest-stage3-{Variant}.txt";

    /// <summary>The location for a config.</summary>
    /// <exception cref="AimeeException">The variant is for another machine than the build machine.</exception>
    internal static Stage3Location Of(ImageContext context)
    {
        var (stage3, machine) = (context.Config.Images.Stage3, context.BuildMachine);
        var name = MachineName(machine);
        var variant = stage3.Variant ?? $"{name}-openrc";
        return variant == name || variant.StartsWith(name + "-", StringComparison.Ordinal)
            ? new($"{Mirror(context)}/releases/{DirectoryName(machine)}/autobuilds", variant)
            : throw new AimeeException(
                $"The stage3 '{variant}' is for another architecture: the images run on {machine}. Set images.stage3.variant to {name}-openrc or another that begins with {name}.");
    }

    /// <summary>The mirror's address: the config's, or Gentoo's own.</summary>
    internal static string Mirror(ImageContext context) => (context.Config.Images.Stage3.Mirror ?? OfficialMirror).TrimEnd('/');

    /// <summary>The file name of the archive of a time stamp.</summary>
    internal string Archive(string stamp) => $"stage3-{Variant}-{stamp}.tar.xz";

    /// <summary>Reads the signed text of the pointer file.</summary>
    /// <returns>Time stamp and size in bytes.</returns>
    /// <exception cref="AimeeException">It points to no such stage3.</exception>
    internal (string Stamp, long Size) ReadPointer(string text)
    {
        var line = text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#') ?? "";
        var match = PointerLine().Match(line);
        return match.Success && match.Groups["file"].Value == Archive(match.Groups["stamp"].Value)
            ? (match.Groups["stamp"].Value, long.Parse(match.Groups["size"].Value, CultureInfo.InvariantCulture))
            : throw new AimeeException(
                $"{Pointer} points to '{line}', which is no stage3-{Variant}: another architecture's or variant's file has come. Nothing was imported.");
    }

    /// <summary>The newest time stamp of which a directory has the archive; null when it has none.</summary>
    internal string? NewestIn(string directory) => !System.IO.Directory.Exists(directory)
        ? null
        : System.IO.Directory.EnumerateFiles(directory, Archive("*"))
            .Select(file => Path.GetFileName(file)[Archive("").IndexOf(".tar", StringComparison.Ordinal)..])
            .Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)])
            .Where(stamp => Stamp().IsMatch(stamp))
            .Max(StringComparer.Ordinal);

    /// <summary>What Gentoo calls the machine in the names of its stage3 archives.</summary>
    private static string MachineName(TargetTriple machine) => machine.Machine switch
    {
        "armv7a" => "armv7a_hardfp",
        "armv6" => "armv6j_hardfp",
        "riscv64" => "rv64_lp64d",
        "powerpc64le" => "ppc64le",
        "loongarch64" => "loong",
        "mips64el" => "mipsel3_n64",
        "i686" => "i686",
        "s390x" => "s390x",
        _ => machine.Gentoo.Architecture,
    };

    /// <summary>The releases of both PowerPC architectures are in one directory.</summary>
    private static string DirectoryName(TargetTriple machine) =>
        machine.Gentoo.Architecture == "ppc64" ? "ppc" : machine.Gentoo.Architecture;

    [GeneratedRegex(@"^(?<stamp>\d{8}T\d{6}Z)/(?<file>[A-Za-z0-9_.+-]+) (?<size>\d{1,15})$")]
    private static partial Regex PointerLine();

    [GeneratedRegex(@"^\d{8}T\d{6}Z$")]
    private static partial Regex Stamp();
}
