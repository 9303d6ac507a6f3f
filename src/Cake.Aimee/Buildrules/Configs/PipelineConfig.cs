using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Configs;

/// <summary>What the jobs of a CI pipeline are told.</summary>
public sealed record PipelineConfig
{
    /// <summary>What a tool manifest in the repository makes known: Cake's script runner.</summary>
    private const string ScriptRunner = "dotnet cake";

    /// <summary>How jobs call the tasks; a line of shell, before which nothing but the checkout has been done.</summary>
    public string Command { get; init; } = ScriptRunner;

    /// <summary>Shell commands that each job runs first; null for those that <see cref="Command"/> needs.</summary>
    public ImmutableArray<string>? Before { get; init; }

    /// <summary>The container image that jobs run in; null for the runner's own system.</summary>
    public string? Image { get; init; }

    /// <summary>Tags of GitLab's runners, or labels of GitHub's runners and of Jenkins' agents: all that a machine has to have.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>How long a package, or an image, may take beyond the time limits that the rules have for stages.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The commands that each job runs first.</summary>
    public ImmutableArray<string> Preparation => Before ?? (Command == ScriptRunner ? ["dotnet tool restore"] : []);
}
