using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Cake.Aimee.Processes;

/// <summary>
/// The words before a program that put it into namespaces: util-linux's <c>unshare</c> and a shell that sets up
/// what the namespaces need. Each combination is tried once, with a trifle, before it is used.
/// </summary>
internal static class Unshare
{
    private const string TryMount = "mount -t tmpfs tmpfs /tmp";
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<Isolation, Lazy<Task<Way>>> Known = new();

    /// <summary>How an isolation is made here.</summary>
    /// <param name="Problem">Why it can not be made; null when it can.</param>
    /// <param name="ByUserNamespace">Whether a user namespace is needed.</param>
    public sealed record Way(string? Problem, bool ByUserNamespace);

    /// <summary>Finds out how an isolation is made on this machine.</summary>
    public static Task<Way> FindAsync(Isolation isolation, ProcessRunner runner) =>
        Known.GetOrAdd(isolation, asked => new(() => ProbeAsync(asked, runner))).Value;

    /// <summary>The words before the program.</summary>
    /// <param name="isolation">What it is kept away from.</param>
    /// <param name="byUser">Whether a user namespace is needed.</param>
    /// <param name="mounts">What is mounted for it.</param>
    /// <param name="directory">Where it starts: to be entered anew, as something may have been mounted over it.</param>
    public static ImmutableArray<string> Words(Isolation isolation, bool byUser, ImmutableArray<SandboxMount> mounts, string directory)
    {
        var (hasNetwork, hasProcesses, hasMounts) = (
            isolation.HasFlag(Isolation.Network), isolation.HasFlag(Isolation.Processes), isolation.HasFlag(Isolation.Mounts));
        // Without mounts there is nothing to be root for in the namespace: the script keeps its capabilities and then drops them.
        string[] user = !byUser ? [] : hasMounts ? ["--user", "--map-root-user"] : ["--user", "--map-current-user", "--keep-caps"];
        string[] options =
        [
            .. user,
            .. When(hasNetwork, "--net"),
            .. When(hasProcesses, "--pid", "--fork", "--kill-child"),
            .. When(hasMounts, "--mount"),
        ];
        string[] script =
        [
            $"unset {RunMark.Variable}",
            .. When(hasNetwork, "ip link set lo up 2>/dev/null"),
            .. When(hasProcesses && hasMounts, "mount -t proc proc /proc 2>/dev/null"),
            .. mounts.IsEmpty ? [] : (string[])[SandboxMount.Functions, .. mounts.Select(mount => mount.Line), $"cd -- {ShellWord.Quote(directory)}"],
            .. When(byUser && !hasMounts, "set -- setpriv --ambient-caps=-all --inh-caps=-all \"$@\""),
            // With all mounts made, a user can be themselves again.
            .. When(byUser && !mounts.IsEmpty && Native.User() != 0, $"set -- unshare --user --map-user={Native.User()} --map-group={Native.Group()} -- \"$@\""),
            // The first process of a process namespace gets no default signal actions and has to collect its
            // orphans: a shell does both right, most programs do not.
            hasProcesses ? "\"$@\"; exit $?" : "exec \"$@\"",
        ];
        return [Launch.Tool("unshare"), .. options, "--", Launch.Tool("sh"), "-c", string.Join('\n', script), "sh"];
    }

    private static async Task<Way> ProbeAsync(Isolation isolation, ProcessRunner runner)
    {
        var problems = new List<string>();
        foreach (var byUser in Environment.IsPrivilegedProcess ? (bool[])[false, true] : [true])
        {
            var words = Words(isolation, byUser, [], "/");
            string[] trifle = isolation.HasFlag(Isolation.Mounts) ? [Launch.Tool("sh"), "-c", TryMount] : [Launch.Tool("true")];
            var request = new ProcessRequest(words[0], [.. words[1..], .. trifle]) { Timeout = ProbeTime };
            var result = await runner.RunAsync(request, CancellationToken.None).ConfigureAwait(false);
            if (result.ExitCode == 0)
            {
                return new(null, byUser);
            }
            problems.Add(string.Join(' ', result.LastLines));
        }
        return new(string.Join("; ", problems.Distinct()), false);
    }

    private static string[] When(bool condition, params string[] words) => condition ? words : [];
}
