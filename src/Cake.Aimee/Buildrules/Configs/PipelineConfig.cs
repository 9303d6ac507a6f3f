using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Configs;

/// <summary>What the jobs of a CI pipeline are told.</summary>
public sealed record PipelineConfig
{
    /// <summary>Cake's script runner, known by a tool manifest in the repository.</summary>
    private const string ScriptRunner = "dotnet cake";

    /// <summary>Our own tool, known by the same.</summary>
    private const string Tool = "dotnet aimee";

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

    /// <summary>Whether <see cref="Command"/> is one that the .NET SDK runs out of the tool manifest.</summary>
    internal bool IsDotNetCalled => Command is ScriptRunner or Tool;

    /// <summary>The commands that each job runs first.</summary>
    public ImmutableArray<string> Preparation => Before ?? (IsDotNetCalled ? ["dotnet tool restore"] : []);
}
