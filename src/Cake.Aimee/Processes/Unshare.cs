using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Cake.Aimee.Processes;

/// <summary>
/// The words before a program that put it into namespaces: util-linux's <c>unshare</c> and a shell that sets up
/// what the namespaces need. Each combination is tried once, with <c>true</c>, before it is used.
/// </summary>
internal static class Unshare
{
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<Isolation, Lazy<Task<Way>>> Known = new();

    /// <summary>How an isolation is made here.</summary>
    /// <param name="Words">The words before the program; empty when it can not be made.</param>
    /// <param name="Problem">Why it can not be made; null when it can.</param>
    /// <param name="ByUserNamespace">Whether a user namespace is needed.</param>
    public sealed record Way(ImmutableArray<string> Words, string? Problem, bool ByUserNamespace);

    /// <summary>Finds out how an isolation is made on this machine.</summary>
    public static Task<Way> FindAsync(Isolation isolation, ProcessRunner runner) =>
        Known.GetOrAdd(isolation, asked => new(() => ProbeAsync(asked, runner))).Value;

    private static async Task<Way> ProbeAsync(Isolation isolation, ProcessRunner runner)
    {
        var problems = new List<string>();
        foreach (var byUser in Environment.IsPrivilegedProcess ? (bool[])[false, true] : [true])
        {
            var words = Words(isolation, byUser);
            var request = new ProcessRequest(words[0], [.. words[1..], Launch.Tool("true")]) { Timeout = ProbeTime };
            var result = await runner.RunAsync(request, CancellationToken.None).ConfigureAwait(false);
            if (result.ExitCode == 0)
            {
                return new(words, null, byUser);
            }
            problems.Add(string.Join(' ', result.LastLines));
        }
        return new([], string.Join("; ", problems.Distinct()), false);
    }

    private static ImmutableArray<string> Words(Isolation isolation, bool byUser)
    {
        var (network, processes, mounts) = (
            isolation.HasFlag(Isolation.Network), isolation.HasFlag(Isolation.Processes), isolation.HasFlag(Isolation.Mounts));
        // A user who is not root in the namespace keeps the capabilities for the script, which then drops them.
        var drops = byUser && !mounts;
        string[] options =
        [
            .. drops ? ["--user", "--map-current-user", "--keep-caps"] : byUser ? ["--user", "--map-root-user"] : Array.Empty<string>(),
            .. network ? ["--net"] : Array.Empty<string>(),
            .. processes ? ["--pid", "--fork", "--kill-child"] : Array.Empty<string>(),
            .. mounts ? ["--mount"] : Array.Empty<string>(),
        ];
        string[] script =
        [
            $"unset {RunMark.Variable}",
            .. network ? ["ip link set lo up 2>/dev/null"] : Array.Empty<string>(),
            .. processes && mounts ? ["mount -t proc proc /proc 2>/dev/null"] : Array.Empty<string>(),
            .. drops ? ["set -- setpriv --ambient-caps=-all --inh-caps=-all \"$@\""] : Array.Empty<string>(),
            // The first process of a process namespace gets no default signal actions and has to collect its
            // orphans: a shell does both right, most programs do not.
            processes ? "\"$@\"; exit $?" : "exec \"$@\"",
        ];
        return [Launch.Tool("unshare"), .. options, "--", Launch.Tool("sh"), "-c", string.Join('\n', script), "sh"];
    }
}
