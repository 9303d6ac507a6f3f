using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Git;

/// <summary>Calls git so that it never asks, speaks English, and knows only the repository that it is told.</summary>
internal sealed class GitProgram(IProcessRunner runner, string directory)
{
    private static readonly ImmutableDictionary<string, string?> Variables = ImmutableDictionary<string, string?>.Empty
        .Add("GIT_TERMINAL_PROMPT", "0")
        .Add("GIT_ASKPASS", "true")
        .Add("SSH_ASKPASS", "true")
        .Add("GIT_OPTIONAL_LOCKS", "0")
        .Add("LC_ALL", "C")
        .Add("GIT_DIR", null)
        .Add("GIT_WORK_TREE", null)
        .Add("GIT_INDEX_FILE", null)
        .Add("GIT_OBJECT_DIRECTORY", null)
        .Add("GIT_PREFIX", null);

    /// <summary>Where git runs.</summary>
    public string Directory => directory;

    /// <summary>A request for a git command.</summary>
    public ProcessRequest Request(params ReadOnlySpan<string> words) =>
        ProcessRequest.Of("git", words) with { WorkingDirectory = directory, Environment = Variables };

    /// <summary>Runs a command that has to succeed; its output without the last line end.</summary>
    public async Task<string> RunAsync(ProcessRequest request, CancellationToken cancellationToken) =>
        (await runner.RunCheckedAsync(request, cancellationToken).ConfigureAwait(false)).Output.TrimEnd('\n');

    /// <summary>Runs a question: the answer, or null when git says no by its exit code 1.</summary>
    public async Task<string?> AskAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(request, cancellationToken).ConfigureAwait(false);
        return result.ExitCode switch
        {
            0 => result.Output.TrimEnd('\n'),
            1 => null,
            _ => throw new Diagnostics.AimeeException(Failure.Describe(request, result)),
        };
    }

    /// <summary>A configuration that git takes from its environment, where no process list shows it.</summary>
    public static ProcessRequest WithConfiguration(ProcessRequest request, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var variables = request.Environment.SetItem("GIT_CONFIG_COUNT", $"{settings.Length}");
        for (var i = 0; i < settings.Length; i++)
        {
            variables = variables.SetItem($"GIT_CONFIG_KEY_{i}", settings[i].Name).SetItem($"GIT_CONFIG_VALUE_{i}", settings[i].Value);
        }
        return request with { Environment = variables };
    }
}
