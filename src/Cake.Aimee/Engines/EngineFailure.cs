using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Engines;

/// <summary>Tells of an engine's command that failed for another reason than the one that was expected.</summary>
internal static class EngineFailure
{
    /// <summary>The exception for it: what was run, how it ended, what it said last.</summary>
    internal static AimeeException Of(ProcessRequest request, ProcessResult result) => new(
        $"'{request.Program} {string.Join(' ', request.Arguments.Take(2))}' ended with exit code {result.ExitCode}:"
        + $"{Environment.NewLine}{string.Join(Environment.NewLine, result.LastLines.TakeLast(10))}");
}
