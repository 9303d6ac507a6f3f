using System.Collections.Immutable;

namespace Cake.Aimee.Processes;

/// <summary>
/// Something that a program sees at a path, in a mount namespace of its own: nobody else sees it, and it is gone
/// with the program. The path has to be there, a file or a directory as what is shown at it. Mounts are made one
/// after another, so that a later one can open a hole in an earlier one:
/// <c>[SandboxMount.ReadOnly("/tree", "/tree"), SandboxMount.Bind("/tree/tmp/x", "/tree/tmp/x")]</c>.
/// </summary>
public sealed record SandboxMount
{
    private readonly string _command;

    private SandboxMount(string target, string command)
    {
        Target = target;
        _command = command;
    }

    /// <summary>Where it is seen.</summary>
    public string Target { get; }

    /// <summary>Shows what is at a path, to read and to write.</summary>
    /// <param name="source">What is shown, with all that is mounted below it.</param>
    /// <param name="target">Where it is seen; may be the same path.</param>
    public static SandboxMount Bind(string source, string target) =>
        Of(target, $"mount --rbind -- {ShellWord.Quote(Full(source))} {ShellWord.Quote(Full(target))} && can_write {ShellWord.Quote(Full(target))}");

    /// <summary>Shows what is at a path, to read only.</summary>
    /// <param name="source">What is shown, with all that is mounted below it.</param>
    /// <param name="target">Where it is seen; may be the same path.</param>
    public static SandboxMount ReadOnly(string source, string target) =>
        Of(target, $"mount --rbind -- {ShellWord.Quote(Full(source))} {ShellWord.Quote(Full(target))} && only_read {ShellWord.Quote(Full(target))}");

    /// <summary>Shows several directories as one, to read only.</summary>
    /// <param name="layers">
    /// The directories, from 2 to 500; what is in an earlier one hides what is in a later one. Their paths below the
    /// directory that all of them lie in must not be longer than about 4,000 characters together: short links to
    /// them may stand for them.
    /// </param>
    /// <param name="target">Where they are seen.</param>
    public static SandboxMount Overlay(IEnumerable<string> layers, string target)
    {
        ImmutableArray<string> paths = [.. layers.Select(Full)];
        var top = paths.Select(path => Path.GetDirectoryName(path) ?? "/").Aggregate(Common);
        var lower = string.Join(':', paths.Select(path => Path.GetRelativePath(top, path).Replace(@"\", @"\\", StringComparison.Ordinal).Replace(":", @"\:", StringComparison.Ordinal)));
        // The newer way to mount takes no more than 256 characters at once.
        return Of(target, $"(cd -- {ShellWord.Quote(top)} && LIBMOUNT_FORCE_MOUNT2=always mount -t overlay -o {ShellWord.Quote("ro,lowerdir=" + lower)} overlay {ShellWord.Quote(Full(target))})");
    }

    /// <summary>Shows an empty directory in memory, to read and to write.</summary>
    /// <param name="target">Where it is seen.</param>
    public static SandboxMount Temporary(string target) => Of(target, $"mount -t tmpfs tmpfs {ShellWord.Quote(Full(target))}");

    /// <summary>
    /// Makes all that the machine keeps files on readable only; what is to be written is bound after it. Kernel file
    /// systems stay as they are: devices can be used.
    /// </summary>
    public static SandboxMount ReadOnlyMachine { get; } = new("/", "only_read_machine");

    /// <summary>The functions that the commands use.</summary>
    // A mount that has been made read-only here passes that on to what is bound out of it. What a user namespace was
    // given locked (nosuid, nodev …) has to be repeated, else the kernel refuses the change. For mountinfo and its
    // octal escapes see proc_pid_mountinfo(5).
    internal const string Functions =
        """
        remount() {
            while read -r _ _ _ _ at options _; do
                case $at in *\\*) at=$(printf %b "$(printf %s "$at" | sed 's/\\\([0-7]\{3\}\)/\\0\1/g')."); at=${at%.};; esac
                case $at/ in "$2"/$3) mount -o "remount,bind,$options,$1" -- "$at" || return;; esac
            done </proc/self/mountinfo
        }
        only_read_machine() {
            while read -r _ _ _ _ at options rest; do
                case $rest in
                    *'- proc '* | *'- sysfs '* | *'- devtmpfs '* | *'- devpts '* | *'- mqueue '* | *'- cgroup'* | *'- securityfs '*) continue ;;
                esac
                case $at,$options, in *,ro,*) continue ;; *\\*,*) at=$(printf %b "$(printf %s "$at" | sed 's/\\\([0-7]\{3\}\)/\\0\1/g')."); at=${at%.};; esac
                # What another mount hides can not be reached, by the program either.
                mount -o "remount,bind,$options,ro" -- "$at" 2>/dev/null || [ "$at" != / ] || return
            done </proc/self/mountinfo
        }
        only_read() { remount ro "$1" '*'; }
        can_write() { [ -w "$1" ] || remount rw "$1" '' || :; }
        """;

    /// <summary>The line of a shell script that makes it, or ends the script.</summary>
    internal string Line => $"{_command} || {{ printf '%s\n' {ShellWord.Quote(Failure.SandboxPrefix + Target)} >&2; exit {Failure.SandboxExitCode}; }}";

    private static SandboxMount Of(string target, string command) => new(Full(target), command);

    /// <summary>The directory that both paths are or lie in.</summary>
    private static string Common(string one, string other)
    {
        while (one != other && one != "/")
        {
            (one, other) = one.Length < other.Length ? (other, one) : (one, other);
            one = Path.GetDirectoryName(one)!;
        }
        return one;
    }

    private static string Full(string path) => Path.GetFullPath(path);
}
