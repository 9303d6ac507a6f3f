using System.Collections.Frozen;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>Checks that need names and rights alone: where files are, and who may do what with them.</summary>
internal static class PlaceChecks
{
    private const UnixFileMode SetIds = UnixFileMode.SetUser | UnixFileMode.SetGroup;

    // FHS 3.0, 3.2 and 4.2; what a running system alone fills is not a package's place.
    private static readonly FrozenSet<string> Top = Names(
        "bin boot dev etc lib lib32 lib64 libx32 opt root sbin srv usr var");

    private static readonly FrozenSet<string> RunTime = Names("home media mnt proc run sys tmp");

    private static readonly FrozenSet<string> BelowUsr = Names("bin games include lib lib32 lib64 libexec libx32 sbin share src");

    /// <summary>Files that the hierarchy has no place for: a directory that it does not have is told once.</summary>
    public static IEnumerable<InstallFault> Hierarchy(IReadOnlyList<InstalledEntry> entries) => entries
        .Where(entry => !entry.IsDirectory)
        .Select(entry => (Place: Misplaced(entry), entry))
        .Where(item => item.Place is not null)
        .GroupBy(item => item.Place!.Value)
        .Select(group => new InstallFault(
            InstallRootCheck.Hierarchy,
            group.Key.Path,
            group.Count() == 1 && group.First().entry.Path == group.Key.Path ? group.Key.Reason : $"{group.Key.Reason} ({group.Count()} files)"));

    /// <summary>Files that everybody may write to, and programs that run with others' rights.</summary>
    public static IEnumerable<InstallFault> Rights(IEnumerable<InstalledEntry> entries)
    {
        foreach (var entry in entries.Where(entry => !entry.IsLink))
        {
            var mode = File.GetUnixFileMode(entry.FullPath);
            if (mode.HasFlag(UnixFileMode.OtherWrite) && !(entry.IsDirectory && mode.HasFlag(UnixFileMode.StickyBit)))
            {
                yield return new(InstallRootCheck.WorldWritable, entry.Path, $"may be written to by everybody (mode {Octal(mode)})");
            }

            if (!entry.IsDirectory && (mode & SetIds) != 0)
            {
                yield return new(
                    InstallRootCheck.SetUserId,
                    entry.Path,
                    $"runs with the rights of its {(mode.HasFlag(UnixFileMode.SetUser) ? "owner" : "group")} (mode {Octal(mode)})");
            }
        }
    }

    /// <summary>Files of libtool.</summary>
    public static IEnumerable<InstallFault> Libtool(IEnumerable<InstalledEntry> entries) => entries
        .Where(entry => !entry.IsDirectory && entry.Path.EndsWith(".la", StringComparison.Ordinal))
        .Select(entry => new InstallFault(InstallRootCheck.Libtool, entry.Path, "is a file of libtool"));

    private static (string Path, string Reason)? Misplaced(InstalledEntry entry)
    {
        var parts = entry.Path.Split('/');
        var top = parts[1];
        return RunTime.Contains(top) ? ($"/{top}", "is filled when the system runs, not by packages")
            : !Top.Contains(top) ? ($"/{top}", "is no place of the Filesystem Hierarchy Standard")
            : top != "usr" || parts.Length < 3 || BelowUsr.Contains(parts[2]) || TargetTriple.TryParse(parts[2]) is not null ? null
            : parts[2] == "local" ? ("/usr/local", "belongs to the system's administrator, not to packages")
            : ($"/usr/{parts[2]}", "is no place of the Filesystem Hierarchy Standard");
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');

    private static FrozenSet<string> Names(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
