using System.Collections.Immutable;
using System.Globalization;

namespace Cake.Aimee.Pipelines;

/// <summary>
/// GitLab CI: a job starts as soon as those are done that it <c>needs</c>. GitLab takes fifty of them: where a job has
/// more, jobs that do nothing gather fifty each.
/// </summary>
internal static class GitLabPipeline
{
    /// <summary>What a GitLab server allows if nobody has set it otherwise.</summary>
    internal const int MostNeeds = 50;

    private static readonly ImmutableArray<string> MachineFailures =
        ["runner_system_failure", "scheduler_failure", "api_failure"];

    public static void Write(Pipeline pipeline, TextWriter output)
    {
        foreach (var note in pipeline.Notes)
        {
            output.Write($"# {note}\n");
        }

        var root = new OrderedDictionary<string, object>();
        if (pipeline.Branch is { } branch)
        {
            var rule = new OrderedDictionary<string, object> { ["if"] = $"$CI_COMMIT_BRANCH == \"{branch}\"" };
            root["workflow"] = new OrderedDictionary<string, object> { ["rules"] = new[] { rule } };
        }

        root["stages"] = new[] { pipeline.Name };
        root["default"] = Default(pipeline);
        foreach (var job in GatheredNeeds.Of(pipeline.Jobs, MostNeeds))
        {
            root.Add(job.Name, Job(job, pipeline.Name));
        }

        Yaml.Write(root, output);
    }

    private static OrderedDictionary<string, object> Default(Pipeline pipeline)
    {
        var common = new OrderedDictionary<string, object>();
        if (pipeline.Image is { } image)
        {
            common["image"] = image;
        }

        if (!pipeline.Tags.IsEmpty)
        {
            common["tags"] = pipeline.Tags;
        }

        if (!pipeline.Before.IsEmpty)
        {
            common["before_script"] = pipeline.Before;
        }

        common["retry"] = new OrderedDictionary<string, object> { ["max"] = pipeline.Retries, ["when"] = MachineFailures };
        if (!pipeline.Caches.IsEmpty)
        {
            // Each job its own: what one has put there would else go when another ends.
            common["cache"] = new OrderedDictionary<string, object> { ["key"] = "$CI_JOB_NAME_SLUG", ["paths"] = pipeline.Caches };
        }

        common["artifacts"] = Artifacts(pipeline);
        return common;
    }

    private static OrderedDictionary<string, object> Artifacts(Pipeline pipeline)
    {
        var artifacts = new OrderedDictionary<string, object>
        {
            ["when"] = "always",
            ["expire_in"] = "1 week",
            ["paths"] = pipeline.KeptFiles,
        };
        if (pipeline.QualityReport is { } report)
        {
            artifacts["reports"] = new OrderedDictionary<string, object> { ["codequality"] = report };
        }

        return artifacts;
    }

    private static OrderedDictionary<string, object> Job(PipelineJob job, string stage)
    {
        var isWork = !job.Commands.IsEmpty;
        var keys = new OrderedDictionary<string, object>
        {
            ["stage"] = stage,
            // An empty list starts at once; what the jobs before have kept is for people, not for this job.
            ["needs"] = job.Needs.Select(need => new OrderedDictionary<string, object> { ["job"] = need, ["artifacts"] = false }),
        };
        if (isWork)
        {
            keys["timeout"] = string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(job.Timeout.TotalMinutes)} minutes");
            keys["script"] = job.Commands;
        }
        else
        {
            keys["inherit"] = new OrderedDictionary<string, object> { ["default"] = new[] { "image", "tags", "retry" } };
            keys["variables"] = new OrderedDictionary<string, object> { ["GIT_STRATEGY"] = "none" };
            keys["script"] = new[] { ":" };
        }

        return keys;
    }
}
