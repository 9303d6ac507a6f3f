using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Pipelines;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.Reports;

namespace Cake.Aimee.Commands;

/// <summary>Writes a CI pipeline with a job for each package or image, or compares the file that is there with it.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="output">Where the pipeline goes when no file is named.</param>
public sealed class PipelineCommand(Workspace workspace, TextWriter output)
{
    private AimeeOptions Options => workspace.Options;

    private Config Config => workspace.Config;

    /// <summary>Whether one job makes all packages and hands them out itself: no upstream is needed for that.</summary>
    private bool IsAlone => Options is { Scope: PipelineScope.Packages, MaxJobs: 1 } && !HasUpstream;

    private bool HasUpstream => Config.Upstream is { Artifacts: not null, Push: true };

    /// <summary>Writes it, or with <c>--check</c> compares.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">
    /// There is no such format, the config does not say how jobs share what they make, the tree has errors, or the file
    /// that is there is not what would be written.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var format = PipelineFormat.All.FirstOrDefault(format => format.Name == Options.Format) ?? throw new AimeeException(
            $"--format takes {string.Join(", ", PipelineFormat.All.Select(known => known.Name))}; "
            + (Options.Format is { } unknown ? $"'{unknown}' is none of them." : "it says which CI service the pipeline is for."));
        var scope = Options.Scope.ToString().ToLowerInvariant();
        var file = Options.Output ?? Path.Combine(Config.TopDirectory, format.FileOf(scope));
        var call = Call(format, scope, file);
        var pipeline = Pipeline(scope, await JobsAsync(cancellationToken).ConfigureAwait(false), call);
        if (Options.Check)
        {
            using var text = new StringWriter();
            format.Write(pipeline, text);
            await new CommittedFile(workspace.Processes, Config.TopDirectory, file, call).CheckAsync(text.ToString(), cancellationToken).ConfigureAwait(false);
            return;
        }

        await new Answer(Options, output).WriteAsync((format.Name, text => format.Write(pipeline, text))).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<PipelineJob>> JobsAsync(CancellationToken cancellationToken)
    {
        if (Options.Scope == PipelineScope.Images)
        {
            if (Options.MaxJobs is not null || !Options.Packages.IsEmpty)
            {
                throw new AimeeException("--max-jobs and --package are for --scope=packages: there is one job for each image of the chain.");
            }

            return ImageJobs.Of(Config, words => Call(words));
        }

        if (!HasUpstream && !IsAlone)
        {
            throw new AimeeException(
                "The jobs of packages share what they make through an upstream, and the config has none that is pushed to. "
                + "Say where it is: 'upstream: {artifacts: https://example.org/os, push: true}'. "
                + "One job that makes all needs none: --max-jobs=1.");
        }

        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        var packages = Options.Packages.IsEmpty ? planned.Tree.Packages : planned.Select(Options);
        var jobs = new PackageJobs(planned.Graph, CallFor, Config.Pipeline.Timeout)
            .Of(packages.Select(package => planned.Graph.FindPackage(package.Id)!), Options.MaxJobs);
        return IsAlone && Options.Packages.IsEmpty ? [.. jobs.Select(job => job with { Name = PackageNames.All })] : jobs;
    }

    /// <summary>The command line of a job that makes packages. One that makes all of them names none, so that new ones are made too.</summary>
    private string CallFor(IEnumerable<string> stages) => Call(
        (IsAlone, Options.Packages.IsEmpty) switch
        {
            (true, true) => [$"--target={PackageNames.All}:{StageNames.Package}"],
            (true, false) => Targets(stages),
            _ => Targets(stages).Append("--dependencies=pull"),
        });

    private static IEnumerable<string> Targets(IEnumerable<string> stages) => stages.Select(stage => $"--target={stage}");

    private Pipeline Pipeline(string scope, ImmutableArray<PipelineJob> jobs, string call) => new(scope, jobs)
    {
        Notes =
        [
            $"Written by: {call}",
            "It follows from the tree: change that, and have it written again.",
            .. Options.MaxJobs is { } most && !IsAlone ? Grouping(most, jobs) : [],
        ],
        Branch = Options.Scope == PipelineScope.Images ? ImageJobs.Branch : null,
        Image = Config.Pipeline.Image,
        Tags = Config.Pipeline.Tags,
        DotNet = Config.Pipeline is { Image: null, IsDotNetCalled: true } ? "10.0.x" : null,
        Before = Config.Pipeline.Preparation,
        Secrets =
        [
            .. Config.Environment.Values.Where(value => value.IsSecret).Select(value => value.From)
                .Append(Config.Upstream.Credentials).OfType<string>().Distinct().Order(StringComparer.Ordinal),
        ],
        // What is not upstream stays here: unchanged packages are not built again, and people get them from the job.
        Caches = [.. InTree(Config.Paths.Sources).Concat(IsAlone ? InTree(Config.Paths.Artifacts) : []).Select(path => $"{path}/")],
        KeptFiles = [.. InTree(Config.Paths.Tmp).SelectMany(KeptFiles), .. IsAlone ? InTree(Config.Paths.Artifacts).Select(path => $"{path}/*/*/*") : []],
        QualityReport = InTree(new BuildReportFiles(Config.Paths.Tmp).Quality).FirstOrDefault(),
    };

    private static IEnumerable<string> Grouping(int most, ImmutableArray<PipelineJob> jobs) =>
    [
        $"There may be {most} jobs: packages of one level of the graph, which do not need each other, share one.",
        $"Where there are more levels than that, levels that follow each other do. There are {jobs.Length} jobs.",
    ];

    private IEnumerable<string> KeptFiles(string tmp)
    {
        var report = new BuildReportFiles(tmp);
        return Options.Scope == PipelineScope.Images ? [$"{tmp}/images/**/log/*"] : [$"{tmp}/*/*/log/*", report.Json, report.Html];
    }

    /// <summary>A path as a job names it that stands at the top of the tree; none when it is elsewhere, where no job can keep anything.</summary>
    private IEnumerable<string> InTree(string path) =>
        Path.GetRelativePath(Config.TopDirectory, path) is var relative && relative.Split('/')[0] != ".." ? [relative] : [];

    /// <summary>The command line that writes this pipeline to its file.</summary>
    private string Call(PipelineFormat format, string scope, string file) => Call(
    [
        "--target=Pipeline",
        $"--format={format.Name}",
        .. Options.Scope == PipelineScope.Packages ? [] : new[] { $"--scope={scope}" },
        .. Options.Packages.IsEmpty ? [] : new[] { $"--package={string.Join(',', Options.Packages)}" },
        .. Options.MaxJobs is { } most ? [FormattableString.Invariant($"--max-jobs={most}")] : Array.Empty<string>(),
        $"--output={InTree(file).FirstOrDefault() ?? file}",
    ]);

    /// <summary>A command line that calls tasks with the config of this call.</summary>
    private string Call(IEnumerable<string> words) => string.Join(
        ' ', words.Concat(Config.Name is { } name ? [$"--config={name}"] : []).Select(ShellWord.Quote).Prepend(Config.Pipeline.Command));
}
