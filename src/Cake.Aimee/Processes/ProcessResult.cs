using System.Collections.Immutable;

namespace Cake.Aimee.Processes;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n when signal n ended it.</param>
/// <param name="Output">Its standard output as text, secrets masked; empty when the request read it as bytes.</param>
/// <param name="LastLines">The last lines of output and error together, as they came: what to show when it failed.</param>
/// <param name="Elapsed">How long it ran.</param>
public sealed record ProcessResult(int ExitCode, string Output, ImmutableArray<string> LastLines, TimeSpan Elapsed);
