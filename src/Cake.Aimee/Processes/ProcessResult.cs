using System.Collections.Immutable;

namespace Cake.Aimee.Processes;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n when signal n ended it.</param>
/// <param name="Output">
/// Its standard output as text, as it came but for the masked secrets and for invalid UTF-8, which has become
/// U+FFFD; empty when the request read it as bytes.
/// </param>
/// <param name="LastLines">The last 30 lines of output and error together, as they came: what to show when it failed.</param>
/// <param name="Elapsed">How long it ran.</param>
public sealed record ProcessResult(int ExitCode, string Output, ImmutableArray<string> LastLines, TimeSpan Elapsed)
{
    /// <summary>Whether <see cref="Output"/> holds only the beginning: there was more than <see cref="ProcessRequest.OutputLimit"/>.</summary>
    public bool OutputIsCut { get; init; }

    /// <summary>
    /// The names of processes that the program left running when it ended, and that were ended after it. Always
    /// empty with <see cref="Isolation.Processes"/>: there the kernel ends them before anybody can ask.
    /// </summary>
    public ImmutableArray<string> LeftBehind { get; init; } = [];
}
