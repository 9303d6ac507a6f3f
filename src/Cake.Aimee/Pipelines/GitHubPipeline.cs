using System.Collections.Immutable;

namespace Cake.Aimee.Pipelines;

/// <summary>
/// GitHub Actions: a job starts as soon as those are done that it <c>needs</c>. It can not run a job again whose machine
/// broke down; that is left to people.
/// </summary>
internal static class GitHubPipeline
{
    private const string UsualMachine = "ubuntu-latest";

    public static void Write(Pipeline pipeline, TextWriter output)
    {
        foreach (var note in pipeline.Notes)
        {
            output.Write($"# {note}\n");
        }

        var root = new OrderedDictionary<string, object>
        {
            ["name"] = pipeline.Name,
            ["on"] = pipeline.Branch is { } branch
                ? new OrderedDictionary<string, object> { ["push"] = new OrderedDictionary<string, object> { ["branches"] = new[] { branch } } }
                : new[] { "push", "workflow_dispatch" },
            ["permissions"] = new OrderedDictionary<string, object> { ["contents"] = "read" },
        };
        if (!pipeline.Secrets.IsEmpty)
        {
            var secrets = new OrderedDictionary<string, object>();
            foreach (var name in pipeline.Secrets)
            {
                secrets.Add(name, $"${{{{ secrets.{name} }}}}");
            }

            root["env"] = secrets;
        }

        var ids = Ids(pipeline.Jobs);
        var jobs = new OrderedDictionary<string, object>();
        foreach (var job in pipeline.Jobs)
        {
            jobs.Add(ids[job.Name], Job(job, pipeline, ids));
        }

        root["jobs"] = jobs;
        Yaml.Write(root, output);
    }

    /// <summary>Names as GitHub wants them: letters, digits, <c>-</c> and <c>_</c>. Those that become the same get numbers.</summary>
    private static Dictionary<string, string> Ids(ImmutableArray<PipelineJob> jobs)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var ids = new Dictionary<string, string>();
        foreach (var name in jobs.Select(job => job.Name))
        {
            var plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
            plain = char.IsAsciiLetter(plain[0]) || plain[0] == '_' ? plain : $"_{plain}";
            var id = plain;
            for (var number = 2; !taken.Add(id); number++)
            {
                id = $"{plain}-{number}";
            }

            ids.Add(name, id);
        }

        return ids;
    }

    private static OrderedDictionary<string, object> Job(PipelineJob job, Pipeline pipeline, Dictionary<string, string> ids)
    {
        var keys = new OrderedDictionary<string, object>
        {
            ["name"] = job.Name,
            ["runs-on"] = pipeline.Tags switch { [] => UsualMachine, [var one] => one, var several => several },
        };
        if (pipeline.Image is { } image)
        {
            keys["container"] = image;
        }

        if (!job.Needs.IsEmpty)
        {
            keys["needs"] = job.Needs.Select(need => ids[need]);
        }

        keys["timeout-minutes"] = (int)Math.Ceiling(job.Timeout.TotalMinutes);
        keys["steps"] = Steps(job, pipeline, ids[job.Name]);
        return keys;
    }

    private static IEnumerable<OrderedDictionary<string, object>> Steps(PipelineJob job, Pipeline pipeline, string id)
    {
        yield return new() { ["uses"] = "actions/checkout@v4" };
        if (!pipeline.Caches.IsEmpty)
        {
            // What is kept under a key never changes: the run's number makes a new one, the beginning finds the newest.
            yield return new()
            {
                ["uses"] = "actions/cache@v4",
                ["with"] = new OrderedDictionary<string, object>
                {
                    ["path"] = Lines(pipeline.Caches),
                    ["key"] = $"{pipeline.Name}-{id}-${{{{ github.run_id }}}}",
                    ["restore-keys"] = $"{pipeline.Name}-{id}-",
                },
            };
        }

        if (pipeline.DotNet is { } version)
        {
            yield return new()
            {
                ["uses"] = "actions/setup-dotnet@v4",
                ["with"] = new OrderedDictionary<string, object> { ["dotnet-version"] = version },
            };
        }

        foreach (var command in pipeline.Before.Concat(job.Commands))
        {
            yield return new() { ["run"] = command };
        }

        yield return new()
        {
            ["if"] = "always()",
            ["uses"] = "actions/upload-artifact@v4",
            ["with"] = new OrderedDictionary<string, object>
            {
                ["name"] = $"{id}-${{{{ github.run_attempt }}}}",
                ["path"] = Lines(pipeline.KeptFiles),
                ["if-no-files-found"] = "ignore",
            },
        };
    }

    private static string Lines(ImmutableArray<string> paths) =>
        paths is [var one] ? one : string.Concat(paths.Select(path => $"{path}\n"));
}
