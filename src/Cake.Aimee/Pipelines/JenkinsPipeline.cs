using System.Collections.Immutable;
using System.Globalization;

namespace Cake.Aimee.Pipelines;

/// <summary>
/// A declarative Jenkinsfile. Jenkins has no edges between stages, and takes no <c>parallel</c> within another: each
/// level of the graph is a stage whose jobs run at once, and the next level waits for all of them.
/// </summary>
internal static class JenkinsPipeline
{
    public static void Write(Pipeline pipeline, TextWriter output)
    {
        var text = new Lines(output);
        foreach (var note in pipeline.Notes)
        {
            text.Add($"// {note}");
        }

        text.Block("pipeline", () =>
        {
            text.Add("agent none");
            if (!pipeline.Secrets.IsEmpty)
            {
                text.Block("environment", () => text.AddAll(pipeline.Secrets.Select(name => $"{name} = credentials({Quote(name)})")));
            }

            text.Block("stages", () =>
            {
                foreach (var level in Levels(pipeline.Jobs))
                {
                    var number = string.Create(CultureInfo.InvariantCulture, $"{pipeline.Name} {level.Key + 1}");
                    text.Block($"stage({Quote(number)})", () =>
                    {
                        if (pipeline.Branch is { } branch)
                        {
                            text.Add($"when {{ branch {Quote(branch)} }}");
                        }

                        text.Block("parallel", () =>
                        {
                            foreach (var job in level)
                            {
                                text.Block($"stage({Quote(job.Name)})", () => WriteJob(job, pipeline, text));
                            }
                        });
                    });
                }
            });
        });
    }

    private static IEnumerable<IGrouping<int, PipelineJob>> Levels(ImmutableArray<PipelineJob> jobs)
    {
        var numbers = jobs.Select((job, number) => (job.Name, number)).ToDictionary(pair => pair.Name, pair => pair.number);
        var graph = new JobGraph([.. jobs.Select(IReadOnlyCollection<int> (job) => [.. job.Needs.Select(need => numbers[need])])]);
        return graph.Order.GroupBy(number => graph.Level[number], number => jobs[number]);
    }

    private static void WriteJob(PipelineJob job, Pipeline pipeline, Lines text)
    {
        var label = string.Join(" && ", pipeline.Tags.Select(Label));
        if (pipeline.Image is { } image)
        {
            text.Block("agent", () => text.Block("docker", () => text.AddAll(label.Length > 0 ? [$"image {Quote(image)}", $"label {Quote(label)}"] : [$"image {Quote(image)}"])));
        }
        else
        {
            text.Add(label.Length > 0 ? $"agent {{ label {Quote(label)} }}" : "agent any");
        }

        text.Block("options", () => text.AddAll(
        [
            string.Create(CultureInfo.InvariantCulture, $"timeout(time: {Math.Ceiling(job.Timeout.TotalMinutes)}, unit: 'MINUTES')"),
            string.Create(CultureInfo.InvariantCulture, $"retry(count: {pipeline.Retries + 1}, conditions: [agent(), nonresumable()])"),
        ]));
        text.Block("steps", () => text.AddAll(pipeline.Before.Concat(job.Commands).Select(command => $"sh {Quote(command)}")));
        text.Block("post", () => text.Block("always", () => text.Add(
            $"archiveArtifacts artifacts: {Quote(string.Join(',', pipeline.KeptFiles))}, allowEmptyArchive: true")));
    }

    /// <summary>A label as Jenkins' expressions of labels have it.</summary>
    private static string Label(string tag) =>
        tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') ? tag : $"\"{tag}\"";

    /// <summary>A text of Groovy's in which nothing is expanded.</summary>
    private static string Quote(string text) => $"'{text.Replace(@"\", @"\\").Replace("'", @"\'").Replace("\n", @"\n")}'";

    /// <summary>Lines of text, indented by the blocks that they stand in.</summary>
    private sealed class Lines(TextWriter output)
    {
        private int depth;

        public void Add(string line) => output.Write($"{new string(' ', depth * 4)}{line}\n");

        public void AddAll(IEnumerable<string> lines)
        {
            foreach (var line in lines)
            {
                Add(line);
            }
        }

        public void Block(string head, Action content)
        {
            Add($"{head} {{");
            depth++;
            content();
            depth--;
            Add("}");
        }
    }
}
