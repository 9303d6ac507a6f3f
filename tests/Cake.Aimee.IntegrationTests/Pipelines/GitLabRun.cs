using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Pipelines;

/// <summary>A tree's <c>.gitlab-ci.yml</c>, run as GitLab does: jobs in parallel, each in a checkout of its own.</summary>
/// <param name="tree">The tree, committed.</param>
internal sealed class GitLabRun(UserTree tree)
{
    /// <summary>Runs all jobs.</summary>
    public Task<UserResult> RunAsync(params string[] more) => tree.RunInAsync(
        tree.Path,
        ["node", NodePrograms.Require("gitlab-ci-local"), "--shell-isolation", "--concurrency=2", "--no-color", $"--home={tree.In("tmp")}",
            .. PipelineTree.Secrets.SelectMany(secret => new[] { "--variable", $"{secret.Key}={secret.Value}" }), .. more]);

    /// <summary>The checkouts of the jobs.</summary>
    public IEnumerable<string> Jobs => Directory.GetDirectories(tree.In(".gitlab-ci-local/builds")).Where(job => !job.EndsWith("/.docker", StringComparison.Ordinal));

    /// <summary>The packages that the jobs have compiled, one after the other: those of one job together.</summary>
    public List<string[]> Compiled() => [.. Jobs.Select(CompiledBy).Where(packages => packages.Length > 0)];

    /// <summary>The packages that a job has compiled, as its journals have it.</summary>
    public static string[] CompiledBy(string job)
    {
        var tmp = Path.Combine(job, "tmp");
        return Directory.Exists(tmp)
            ? [.. Directory.GetFiles(tmp, "journal.jsonl", SearchOption.AllDirectories).SelectMany(journal => File.ReadLines(journal)
                .Where(line => line.Contains("\"compile\",\"event\":\"start\"", StringComparison.Ordinal))
                .Select(_ => Path.GetRelativePath(tmp, Path.GetFullPath("../..", journal))))]
            : [];
    }
}
