namespace Cake.Frosting.Tests.Support;

/// <summary>What a user would have seen of a run.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">What was written, Cake's log included.</param>
/// <param name="Error">What was written to the error stream.</param>
/// <param name="Events">What the test's own tasks noted, in order.</param>
internal sealed record RunResult(int ExitCode, string Output, string Error, IReadOnlyList<string> Events);
