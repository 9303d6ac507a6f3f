using System.Diagnostics;

namespace Cake.Aimee.Processes;

/// <summary>
/// Ends all runs when this process dies, however it dies: a shell in a session of its own that waits for the end
/// of its standard input. Only this process holds the other end, so the kernel itself gives the sign. (The
/// kernel's parent-death signal would not do: it follows the thread that started a program, and reaches its
/// first process alone.)
/// </summary>
internal static class Watchdog
{
    // $1 is what the marks of the build begin with. Whoever carries one is ended, and who shares a session with one.
    private const string Script =
        """
        trap '' HUP INT QUIT TERM
        exec >/dev/null 2>&1
        while read -r _; do :; done
        cd /proc || exit
        session() { read -r stat <"$1/stat" || return; set -- ${stat##*) }; [ "$1" != Z ] && session=$4; }
        members() {
            sessions=' ' pids=
            for file in $(grep -slzE "^CAKE_AIMEE_RUN=$1\." [0-9]*/environ); do
                pid=${file%/*}
                session "$pid" && sessions="$sessions$session " pids="$pids $pid"
            done
            [ -n "$pids" ] || return
            for pid in [0-9]*; do
                session "$pid" && case $sessions in *" $session "*) pids="$pids $pid";; esac
            done
        }
        members "$1"
        [ -n "$pids" ] && kill -TERM $pids
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            members "$1"
            [ -n "$pids" ] || exit
            sleep 0.1
        done
        while members "$1"; [ -n "$pids" ]; do
            kill -KILL $pids
            sleep 0.1
        done
        """;

    private static readonly Lock Gate = new();
    private static Process? _shell;

    /// <summary>Sees to it that the watchdog is there. Call before a run.</summary>
    public static void Ensure()
    {
        lock (Gate)
        {
            if (_shell is { HasExited: false })
            {
                return;
            }
            _shell?.Dispose();
            _shell = Start();
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(Launch.Tool("setsid"), [Launch.Tool("sh"), "-c", Script, "cake-aimee-watchdog", RunMark.Build])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A build inside a build: the outer one's runner must not take this watchdog for one of its own.
        start.Environment.Remove(RunMark.Variable);
        return Process.Start(start)!;
    }
}
