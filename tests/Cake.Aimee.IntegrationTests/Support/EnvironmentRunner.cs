using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>The real runner, with an environment of the test's own laid under every program's.</summary>
internal sealed class EnvironmentRunner(ImmutableDictionary<string, string?> environment) : IProcessRunner
{
    private readonly ProcessRunner runner = new();

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken) =>
        runner.RunAsync(Laid(request), cancellationToken);

    public Task<ProcessResult> RunCheckedAsync(ProcessRequest request, CancellationToken cancellationToken) =>
        runner.RunCheckedAsync(Laid(request), cancellationToken);

    /// <summary>Runs a program that has to succeed, and gives what it printed.</summary>
    public async Task<string> OutputAsync(string program, params string[] arguments) =>
        (await RunCheckedAsync(new ProcessRequest(program, [.. arguments]), CancellationToken.None)).Output;

    /// <summary>As <see cref="OutputAsync"/>, line by line.</summary>
    public async Task<string[]> LinesAsync(string program, params string[] arguments) =>
        (await OutputAsync(program, arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private ProcessRequest Laid(ProcessRequest request) => request with { Environment = environment.SetItems(request.Environment) };
}
