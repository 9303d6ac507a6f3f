using System.Collections.Immutable;

namespace Cake.Aimee.Pipelines;

/// <summary>A CI service, as what it reads pipelines from.</summary>
/// <param name="Name">What people call it: <c>--format=NAME</c>.</param>
/// <param name="FileOf">Where it looks for a pipeline of a name, relative to the top of the repository.</param>
/// <param name="Write">Writes a pipeline: the same text for the same pipeline.</param>
public sealed record PipelineFormat(string Name, Func<string, string> FileOf, Action<Pipeline, TextWriter> Write)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<PipelineFormat> All { get; } =
    [
        new("gitlab", _ => ".gitlab-ci.yml", GitLabPipeline.Write),
        new("github", name => $".github/workflows/{name}.yml", GitHubPipeline.Write),
        new("jenkins", _ => "Jenkinsfile", JenkinsPipeline.Write),
    ];
}
